#!/usr/bin/env python3
"""Records that business systems post to /events/WORKFLOW: taken once, only when signed, on disk before the 2xx."""
import base64
import datetime
import hashlib
import hmac
import json
import urllib.error
import urllib.request

from common import *

FIRST = base64.b64encode(b"first-secret-of-24-bytes!!").decode()
SECOND = base64.b64encode(b"second-secret-of-24-bytes!").decode()


def post(port, workflow, event, body, secret=SECOND, at=None, signature=None, stamp=None):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = stamp or str(int(at if at is not None else time.time()))
    signed = hmac.new(base64.b64decode(secret), b".".join([event.encode(), stamp.encode(), raw]), hashlib.sha256)
    headers = {"Content-Type": "application/json", "webhook-id": event, "webhook-timestamp": stamp,
               "webhook-signature": signature if signature is not None else "v1," + base64.b64encode(signed.digest()).decode()}
    request = urllib.request.Request("http://127.0.0.1:%d/events/%s" % (port, workflow), raw, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def booking(key, day, **more):
    local = (datetime.date.today() + datetime.timedelta(days=day)).isoformat()
    return dict({"appointment_id": key, "patient_phone": "+13125550101", "first_name": "Maya", "status": "booked",
                 "starts_at": local + "T12:00", "branch": "Downtown", "zone": "America/Chicago", "staff": "Dr Lee",
                 "reschedule_url": "https://northside.example/r/" + key, "sms_consent": "yes"}, **more)


# Signs with the official package, spoils some, and lets it say which are genuine.
SIGNER_JS = """
const { Webhook } = require('standardwebhooks');
const [, , secret, count, seed] = process.argv;
const lines = require('fs').readFileSync(0, 'utf8').split('\\n').filter(Boolean);
let state = Number(seed);
const below = (end) => (state = (state * 1103515245 + 12345) % 2147483648) % end;
const webhook = new Webhook(secret);
for (let i = 0; i < Number(count); i++) {
  const row = { id: 'msg_' + i, body: lines[i % lines.length] };
  const at = new Date(Date.now() - (below(10) === 0 ? 1000 * below(600) : 0));
  row.timestamp = String(Math.floor(at.getTime() / 1000));
  row.signature = webhook.sign(row.id, at, row.body);
  const spoil = [() => {}, () => {}, () => {}, () => { row.body += ' '; }, () => { row.id += 'x'; },
                 () => { row.timestamp = String(Number(row.timestamp) - 1); },
                 () => { row.signature = row.signature.slice(0, -2); },
                 () => { row.signature = 'v2' + row.signature.slice(2); },
                 () => { row.signature = 'v1,AAAA ' + row.signature; },
                 () => { row.signature = row.signature.toLowerCase(); }, () => { row.signature = ''; },
                 () => { row.timestamp = 'soon'; }];
  spoil[below(spoil.length)]();
  try {
    webhook.verify(row.body, { 'webhook-id': row.id, 'webhook-timestamp': row.timestamp,
                               'webhook-signature': row.signature });
    row.genuine = true;
  } catch (error) {
    row.genuine = false;
  }
  console.log(JSON.stringify(row));
}
"""


def signed_by_the_package(scratch, bodies, count):
    node = node_oracles()
    modules = os.path.join(ORACLES, "node", "node_modules")
    if not os.path.isdir(os.path.join(modules, "standardwebhooks")):
        skip("no standardwebhooks package in " + modules)
    made = subprocess.run([node, scratch.file("signer.js", SIGNER_JS), "whsec_" + SECOND, str(count), "7"],
                          input="\n".join(bodies), capture_output=True, text=True, timeout=60,
                          env={**os.environ, "NODE_PATH": modules})
    check(made.returncode == 0, "the signer failed: " + made.stderr)
    return [json.loads(line) for line in made.stdout.splitlines()]


def serve(scratch, config, log, port):
    server = scratch.start([BINARY, "serve-webhook", "--config", config, "--log", log, "--listen",
                            "127.0.0.1:%d" % port, WORKFLOW])
    wait_port(port)
    return server


with Scratch() as scratch:
    scratch.file("events.secret", "whsec_%s\nwhsec_%s\n" % (FIRST, SECOND))
    config = scratch.file("smsflow.toml", '''[provider.main]
kind = "file"
path = "%s"
[sender.northside]
numbers = ["+15550100"]
provider = "main"
[events]
secret_file = "%s"
%s''' % (scratch.file("texts.jsonl"), scratch.file("events.secret"), QUEUES))
    log, port = scratch.file("log.db"), free_port()
    server = serve(scratch, config, log, port)

    def conversations():
        return rows(log, "SELECT key, status FROM v_conversation ORDER BY key")

    status, said = post(port, "appointment", "evt-1", booking("A1", 2))
    check(status == 200, "a signed event is taken, not answered %s %s" % (status, said))
    check([key for key, _ in conversations()] == ["A1"], "it began a conversation")
    events = rows(log, "SELECT count(*) FROM event")[0][0]
    check(post(port, "appointment", "evt-1", booking("A1", 2))[0] == 200, "a repeat is acknowledged")
    check(rows(log, "SELECT count(*) FROM event")[0][0] == events, "a repeat changes nothing")
    check(post(port, "appointment", "evt-2", booking("A2", 2), secret=FIRST)[0] == 200, "either secret signs")
    wrapped = {"type": "booking.created", "timestamp": "2026-01-01T00:00:00Z", "data": booking("A3", 2)}
    check(post(port, "appointment", "evt-3", wrapped)[0] == 200, "an envelope is opened")

    refused = [
        ("a wrong signature", 401, dict(event="evt-4", body=booking("A4", 2), signature="v1,AAAA")),
        ("a wrong key", 401, dict(event="evt-4", body=booking("A4", 2), secret=base64.b64encode(b"x" * 24).decode())),
        ("an old timestamp", 401, dict(event="evt-4", body=booking("A4", 2), at=time.time() - 3600)),
        ("an unknown workflow", 404, dict(event="evt-4", body=booking("A4", 2), workflow="nothing")),
        ("no JSON", 400, dict(event="evt-4", body=b"hello")),
    ]
    for what, code, how in refused:
        how = dict({"workflow": "appointment"}, **how)
        status, said = post(port, how.pop("workflow"), how.pop("event"), how.pop("body"), **how)
        check(status == code, "%s is answered %d, not %d %s" % (what, code, status, said))
    lacking = booking("A4", 2)
    del lacking["starts_at"]
    status, said = post(port, "appointment", "evt-4", lacking)
    check(status == 422 and "starts_at" in said, "a missing column is named, not %d %s" % (status, said))
    check([key for key, _ in conversations()] == ["A1", "A2", "A3"], "what was refused left nothing")

    check(post(port, "appointment", "evt-5", booking("A5", 2))[0] == 200, "taken before the end")
    server.send_signal(signal.SIGKILL)
    server.wait()
    check([key for key, _ in conversations()] == ["A1", "A2", "A3", "A5"], "what was answered 2xx outlives kill -9")
    port = free_port()
    serve(scratch, config, log, port)
    before = rows(log, "SELECT count(*) FROM event")[0][0]
    check(post(port, "appointment", "evt-5", booking("A5", 2))[0] == 200, "a repeat after the restart")
    check(post(port, "appointment", "evt-6", booking("A5", 2, status="cancelled"))[0] == 200, "a change")
    check(dict(conversations())["A5"] == "void", "a cancelled booking is void")
    check(before == rows(log, "SELECT count(*) FROM event WHERE id <= ?", before)[0][0], "nothing was rewritten")
    run("log", "verify", "--log", log)

    bodies = [json.dumps(booking("P%d" % i, 2, first_name="Zo\u00eb \U0001f600 %d" % i)) for i in range(9)]
    verdicts = {True: 0, False: 0}
    for row in signed_by_the_package(scratch, bodies, 240):
        status, said = post(port, "appointment", row["id"], row["body"].encode(), signature=row["signature"],
                            stamp=row["timestamp"])
        check((status != 401) == row["genuine"], "the package says %s, we %d: %s %s" % (row["genuine"], status, row, said))
        verdicts[row["genuine"]] += 1
    check(min(verdicts.values()) > 40, "one-sided: %s" % verdicts)
    print("judged like the Standard Webhooks package: %d genuine, %d not" % (verdicts[True], verdicts[False]))
    print("events: 5 taken, 2 repeats, 6 refused, none lost by kill -9")
