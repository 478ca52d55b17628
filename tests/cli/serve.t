# It says where it listens, takes nothing that is not signed, and stops on SIGTERM.
--- smsflow.toml
[provider.main]
kind = "twilio"
account = "AC00000000000000000000000000000000"
secret_file = "token"
public_url = "https://hooks.example.com"
api_url = "http://127.0.0.1:1"
[sender.northside]
numbers = ["+13125550100"]
[queue.front-desk]
[queue.scheduler]
---
--- token
0123456789abcdef0123456789abcdef
---
$ chmod 600 token; smsflow log create --log log.db
--- ask.py
import sys, urllib.error, urllib.request
for path, body in (("/healthz", None), ("/readyz", None), ("/nowhere", None),
                   ("/twilio/inbound", b"MessageSid=SM1&From=%2B13125550101&Body=C")):
    try:
        answer = urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}{path}", body)
    except urllib.error.HTTPError as refused:
        answer = refused
    print(path, answer.status, answer.read().decode().strip())
---
--- run.sh
smsflow serve-webhook --listen 127.0.0.1:0 --log log.db --capture capture.jsonl \
  --now 2026-03-02T15:00:00-06:00 workflows/appointment.toml 2> said &
for _ in $(seq 100); do
  grep -qs listening said && break
  sleep 0.1
done
python3 ask.py "$(sed -n 's/.*listening on port //p' said)"
kill $!
wait $!
echo "status $?"
---
$ sh run.sh
| /healthz 200 ok
| /readyz 200 ready
| /nowhere 404 no such path
| /twilio/inbound 403 not authentic
| status 0
$ grep -v 'what was missed' said | sed 's/port [0-9]*/port N/'
| smsflow: listening on port N
| smsflow: warning: rejected a request to inbound: X-Twilio-Signature is missing
$ wc -c < capture.jsonl
| 0
$ smsflow serve-webhook --listen nowhere --log log.db workflows/appointment.toml
! smsflow: error: cannot listen on 'nowhere': not an address and port
! hint: write it as 127.0.0.1:8080, [::1]:8080 or :8080
= 4
$ chmod 644 token; smsflow serve-webhook --config smsflow.toml --log log.db workflows/appointment.toml
! smsflow: error: token: the secret can be read or changed by others
! hint: chmod 600 token
= 3

# A queue that nobody configured would swallow hand-offs; nothing is made.
$ chmod 600 token; sed /scheduler/d smsflow.toml > less.toml
$ smsflow serve-webhook --config less.toml --log new.db workflows/appointment.toml
! smsflow: error: workflows/appointment.toml: workflow appointment hands off to queue scheduler, which the configuration does not name
! hint: add [queue.scheduler] to the configuration
= 3
$ test -e new.db
= 1
