# Signatures are judged without a workflow; the text that was signed is shown here and nowhere else.
$ head -3 testdata/webhooks/twilio/signed.jsonl | smsflow replay --verify - | cut -c 1-100
| {"id":1,"reason":"","signed":"http://sub.domain.example.co.uk/?From=%2B16066661953&NumMedia=0&Messag
| {"id":2,"reason":"","signed":"https://example.com/sms?From=%2B18119590768&AccountSid=AC82b25fd60db80
| {"id":3,"reason":"","signed":"https://hooks.example.org/deep/er/path/?MessageSid=SM7fc1e486e6e01903c


# A capture comes to the same end again, and what was expected is compared.
--- capture.py
import base64, hashlib, hmac, json, urllib.parse
SECRET = "0123456789abcdef0123456789abcdef"
URL = "https://hooks.example.com/twilio/inbound"
SAID = [("1", "+13125550101", "C", "confirmed"), ("1", "+13125550101", "C", "confirmed"),
        ("2", "+13125550102", "R", "confirmed"), ("3", "+13035550103", "STOP", None)]
for minute, (sid, phone, text, outcome) in enumerate(SAID):
    pairs = {"MessageSid": f"SM{sid:0>32}", "From": phone, "To": "+15550100", "Body": text}
    signed = URL + "".join(key + value for key, value in sorted(pairs.items()))
    digest = hmac.new(SECRET.encode(), signed.encode(), hashlib.sha1).digest()
    if sid == "3":
        digest = digest[::-1]
    row = {"v": 1, "id": minute + 1, "received_at": f"2026-03-02T21:{minute:02}:00Z",
           "provider": "twilio", "method": "POST", "url": URL, "secret": SECRET,
           "headers": [["Content-Type", "application/x-www-form-urlencoded"],
                       ["X-Twilio-Signature", base64.b64encode(digest).decode()]],
           "body": urllib.parse.urlencode(pairs)}
    if outcome:
        row["expect"] = {"outcome": outcome}
    print(json.dumps(row))
---
$ python3 capture.py > capture.jsonl
$ smsflow replay capture.jsonl --workflow workflows/appointment.toml --records testdata/records/appointments.csv --now 2026-03-02T15:00:00-06:00 --log again.db
| 1          accept inbound: auto_resolved as confirm, A-1001 in confirmed
| 2          accept inbound: repeat as confirm, A-1001 in confirmed
| 3          accept inbound: auto_resolved as reschedule, A-1002 in rescheduling
| 4          reject X-Twilio-Signature does not match
| appointment A-1001: confirmed (ended, confirmed)
| appointment A-1002: rescheduling (open)
! smsflow: difference: request 3: outcome: expected confirmed, got
= 1
$ head -1 capture.jsonl | smsflow replay - --format jsonl
| {"differences":["outcome: expected confirmed, got "],"handled":"handed_off","id":1,"key":"","label":"","outcome":"","reason":"","repeat":false,"state":"","verdict":"accept","what":"inbound"}
! smsflow: difference: request 1: outcome: expected confirmed, got
= 1
$ smsflow report --log again.db --source replayed --now 2026-03-03T12:00:00-06:00 | tail -4
|
| outcome    conversations
| open                   3  75.0 %
| confirmed              1  25.0 %
--- region.toml
region = "usa"
---
$ smsflow replay capture.jsonl --config region.toml
! smsflow: error: the configuration has faults:
! region.toml:1:10: error: "usa" is no country
!   1 | region = "usa"
!     |          ^~~~~
!   hint: write two capitals of ISO 3166 like "US"
!
! hint: man 5 smsflow-config explains every key
= 3

--- broken.jsonl
{"id": 1}
not json
---
$ smsflow replay --verify broken.jsonl
! smsflow: error: broken.jsonl:1: this line is no captured request: no url
! hint: man 5 smsflow-capture
= 3
$ smsflow replay nowhere.jsonl --workflow workflows/appointment.toml
! smsflow: error: nowhere.jsonl: cannot read the capture
= 3
