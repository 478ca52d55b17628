#!/usr/bin/env python3
"""Hooks to receivers of every temper. One is judged by the Standard Webhooks package; the others fail, hang, redirect,
answer garbage, close early, drip, want no more. Texts leave at once all the same, each hook is delivered or ends as a
dead letter, none is lost when the sender is killed, and every repeat carries the same id."""
import base64
import collections
import datetime
import json
import os
import signal
import socketserver
import subprocess
import threading
import time
import urllib.parse
import urllib.request

from common import *

PEOPLE = 3
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OLD = "whsec_" + base64.b64encode(bytes(range(40, 72))).decode()

WORKFLOW_TEXT = '''name = "visits"
brand = "Northside"
class = "transactional"
purpose = "visits"
kpi = "confirmation_rate"
owners = { rules = "x", integration = "x", escalation = "x", consent = "x" }
[record]
source = "table"
key = "id"
phone = "phone"
zone = "zone"
consent = "consent"
[record.fields]
name = "text"
status = "text"
[trigger]
when = "status = 'booked'"
start = "told"
[states.told]
say = "Hi {name}, your visit is booked."
emit = "visit.told"
end = "told"
'''

# Verifies as the package does and says no to what it refuses.
RECEIVER_JS = '''
const http = require('http'), fs = require('fs');
const { Webhook } = require('standardwebhooks');
const judge = new Webhook(process.argv[3]);
http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => body += chunk);
  request.on('end', () => {
    let verdict = 'ok';
    try { judge.verify(body, request.headers); } catch (error) { verdict = String(error.message); }
    fs.appendFileSync(process.argv[4], JSON.stringify({verdict, id: request.headers['webhook-id'], body}) + '\\n');
    setTimeout(() => { response.statusCode = verdict === 'ok' ? 204 : 400; response.end(); }, Number(process.argv[5]));
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
'''


class Receiver:
    """A receiver in a thread; `behave(connection, count)` for each connection, after its request was read."""

    def __init__(self, behave):
        self.requests = []
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                self.request.settimeout(20)
                data = b""
                try:
                    while b"\r\n\r\n" not in data:
                        chunk = self.request.recv(65536)
                        if not chunk:
                            return
                        data += chunk
                    head, _, body = data.partition(b"\r\n\r\n")
                    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
                    headers = {name.lower(): value for name, value in headers.items()}
                    while len(body) < int(headers.get("content-length", 0)):
                        body += self.request.recv(65536)
                    outer.requests.append((headers, body))
                    behave(self.request, len(outer.requests))
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 128

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def ids(self):
        return [headers.get("webhook-id") for headers, _ in self.requests]


def answer(status, more=""):
    return lambda peer, _: peer.sendall(("HTTP/1.1 %s\r\nContent-Length: 0\r\n%s\r\n" % (status, more)).encode())


def drip(peer, _):
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
        peer.send(bytes([byte]))
        time.sleep(0.3)


def once_then(bad, good):
    """Bad to the first PEOPLE calls, good to the others."""
    return lambda peer, count: (bad if count <= PEOPLE else good)(peer, count)


def hook(name, port, more="allow_private = true\n", host="127.0.0.1"):
    return '[hook.%s]\nurl = "http://%s:%d/hooks"\nsecret_file = "%%(secret)s"\n%s' % (name, host, port, more)


def configuration(scratch, name, hooks):
    secret = scratch.file("hook.secret", SECRET + "\n" + OLD + "\n")
    texts = scratch.file(name + ".texts")
    text = '[provider.file]\nkind = "file"\npath = "%s"\n[sender.main]\nnumbers = ["+15550100"]\n' % texts
    text += "segments_per_second = 10000\n" + "".join(hooks) % {"secret": secret}
    return scratch.file(name + ".toml", text), texts


def people(scratch, count):
    lines = ["id,phone,name,status,zone,consent"]
    lines += ["v%d,+1312555%04d,Maya,booked,%s,yes" % (i, 1000 + i, daytime_zone()) for i in range(count)]
    return scratch.file("people%d.csv" % count, "\n".join(lines) + "\n")


def start_package(scratch, port, record, delay_ms=0):
    node = node_oracles()
    modules = os.path.join(ORACLES, "node", "node_modules")
    if not os.path.isdir(os.path.join(modules, "standardwebhooks")):
        skip("no standardwebhooks package in " + modules)
    script = scratch.file("receiver.js", RECEIVER_JS)
    scratch.start([node, script, str(port), SECRET, record, str(delay_ms)], env={**os.environ, "NODE_PATH": modules})
    wait_port(port)


def lines_of(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def daytime_zone():
    """Where it is early afternoon now: texts may leave. The sign of these names is the other way round."""
    return "Etc/GMT%+d" % (time.gmtime().tm_hour - 13)


def tempers(scratch, workflow):
    judged = scratch.file("judged.jsonl")
    good_port = free_port()
    start_package(scratch, good_port, judged)
    trap = Receiver(answer("200 OK"))
    bad = {
        "failing": Receiver(answer("500 Oops")),
        "garbage": Receiver(lambda peer, _: peer.sendall(os.urandom(3000))),
        "closing": Receiver(lambda peer, _: None),
        "redirecting": Receiver(answer("301 Moved", "Location: http://127.0.0.1:%d/\r\n" % trap.port)),
    }
    healing = {
        "hanging": Receiver(once_then(lambda *_: time.sleep(18), answer("200 OK"))),
        "dripping": Receiver(once_then(drip, answer("200 OK"))),
        "wordy": Receiver(lambda peer, _: peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3_000_000)),
    }
    gone = Receiver(answer("410 Gone"))
    everybody = {**bad, **healing, "gone": gone}
    config, texts = configuration(scratch, "tempers", [hook("good", good_port)] + [
        hook(name, receiver.port) for name, receiver in everybody.items()] + [
        hook("deaf", trap.port, 'allow_private = true\nevents = ["other.*"]\n')])
    log = scratch.file("tempers.db")
    first = time.time()
    command = [BINARY, "send", workflow, "--records", people(scratch, PEOPLE), "--live", "--config", config, "--log",
               log, "--now", stamp(first)]
    sender = scratch.start(command)
    wait_until(lambda: len(lines_of(texts)) == PEOPLE and len(lines_of(judged)) == PEOPLE, 3,
               "texts and the good receiver waited for the bad ones")
    check(sender.poll() is None, "nobody hung")
    check(sender.wait(timeout=60) == 5, "hooks that failed were not told: " + open(sender.output).read())
    took = time.time() - first
    # Each jump is longer than the longest pause; ten attempts in all.
    for jump in range(1, 11):
        run("send", workflow, "--live", "--config", config, "--log", log, "--now", stamp(first + jump * 6 * 3600),
            expect=(0, 5))
    # The last pauses take a hook to its third day, and no further.
    for jump in range(1, 4):
        run("send", workflow, "--live", "--config", config, "--log", log, "--now",
            stamp(first + (60 + jump * 9) * 3600), expect=(0, 5))
    states = {(endpoint, state): count for endpoint, state, count in
              rows(log, "select endpoint, state, count(*) from v_hook group by 1, 2")}
    expected = {("good", "delivered"): PEOPLE, ("gone", "rejected"): PEOPLE}
    expected.update({(name, "rejected"): PEOPLE for name in bad})
    expected.update({(name, "delivered"): PEOPLE for name in healing})
    check(states == expected, "hooks ended as %s" % states)
    check(rows(log, "select count(*) from v_hook where dead")[0][0] == PEOPLE * (len(bad) + 1), "dead letters")
    check(not trap.requests, "a redirect was followed, or a receiver got what it did not want")
    for name, receiver in bad.items():
        calls = collections.Counter(receiver.ids())
        check(len(calls) == PEOPLE and set(calls.values()) == {10}, "%s was called %s" % (name, calls))
    check(len(gone.requests) == PEOPLE, "410 was not taken for an answer")
    verdicts = [line["verdict"] for line in lines_of(judged)]
    check(set(verdicts) == {"ok"}, "the package says %s" % verdicts)
    payload = json.loads(lines_of(judged)[0]["body"])
    check(payload["type"] == "visit.told" and payload["data"]["key"].startswith("v"), "payload %s" % payload)
    check(len(lines_of(texts)) == PEOPLE, "a text left twice")
    return took


def killed(scratch, workflow):
    """kill -9 while hooks are under way, again and again: all arrive, each under its own id."""
    count = 60
    judged = scratch.file("killed.jsonl")
    port = free_port()
    start_package(scratch, port, judged, 150)
    config, texts = configuration(scratch, "killed", [hook("good", port)])
    log = scratch.file("killed.db")
    table = people(scratch, count)
    kills = 0
    for wanted in (5, 15, 25, 35):
        sender = scratch.start([BINARY, "send", workflow, "--records", table, "--live", "--config", config, "--log",
                                log])
        wait_until(lambda: len(lines_of(judged)) >= wanted or sender.poll() is not None, 30, "no hook came")
        kills += sender.poll() is None
        sender.kill()
        sender.wait()
    run("send", workflow, "--live", "--config", config, "--log", log, expect=(0, 5))
    ids = collections.Counter(line["id"] for line in lines_of(judged))
    known = {row[0] for row in rows(log, "select id from v_hook")}
    check(set(ids) == known and len(known) == count, "%d hooks planned, %d ids came" % (len(known), len(ids)))
    check(rows(log, "select count(*) from v_hook where state = 'delivered'")[0][0] == count, "not all delivered")
    bodies = {(line["id"], line["body"]) for line in lines_of(judged)}
    check(len(bodies) == count, "a repeat differed from what it repeats")
    check(kills >= 2, "only %d runs were killed in time" % kills)
    check(run("log", "verify", "--log", log).returncode == 0, "the chain is broken")
    return kills, sum(ids.values()) - count


def private(scratch, workflow):
    """Without leave, no spelling of this machine's address is connected to."""
    trap = Receiver(answer("200 OK"))
    hosts = ["2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"]
    config, _ = configuration(scratch, "private", [
        hook("h%d" % i, trap.port, "allow_http = true\n", host) for i, host in enumerate(hosts)])
    log = scratch.file("private.db")
    run("send", workflow, "--records", people(scratch, 1), "--live", "--config", config, "--log", log, expect=(0, 5))
    found = rows(log, "select state, attempt, detail from v_hook")
    check(found == [("planned", 1, "the address is not a public one")] * len(hosts), "private: %s" % found)
    check(not trap.requests, "a private address was connected to")


def ticket(scratch):
    """A reply that needs a person becomes a ticket with what was said, while serve-webhook runs."""
    desk = Receiver(answer("201 Created"))
    judged = scratch.file("ticket.jsonl")
    good_port = free_port()
    start_package(scratch, good_port, judged)
    token = scratch.file("kannel.token", "0123456789abcdef0123456789abcdef\n")
    auth = scratch.file("desk.auth", "Basic Zm9vOmJhcg==\n")
    secret = scratch.file("hook.secret", SECRET + "\n")
    port = free_port()
    config = scratch.file("ticket.toml", '''[provider.main]
kind = "kannel"
account = "tester"
secret_file = "%s"
token_file = "%s"
public_url = "http://127.0.0.1:%d"
api_url = "http://127.0.0.1:%d"
[sender.clinic]
numbers = ["13013"]
[hook.desk]
url = "http://127.0.0.1:%d/api/v2/tickets.json"
shape = "zendesk"
authorization_file = "%s"
events = ["support.*"]
allow_private = true
[hook.alerts]
url = "http://127.0.0.1:%d/"
secret_file = "%s"
allow_private = true
%s''' % (secret, token, port, free_port(), desk.port, auth, good_port, secret,
         QUEUES.replace("[queue.front-desk]\n", '[queue.front-desk]\nhook = "support.ticket"\n')))
    log = new_log(scratch, "ticket.db")
    server = scratch.start([BINARY, "serve-webhook", WORKFLOW, "--listen", "127.0.0.1:%d" % port, "--config", config,
                            "--log", log])
    wait_port(port)
    said = "I want to <b>talk</b> to a person"
    query = urllib.parse.urlencode({"id": "m1", "from": "+13125550123", "to": "13013", "text": said, "coding": "0",
                                    "charset": "UTF-8"})
    begun = time.time()
    urllib.request.urlopen("http://127.0.0.1:%d/kannel/%s/inbound?%s" % (port, "0123456789abcdef0123456789abcdef",
                                                                        query), timeout=10).read()
    wait_until(lambda: desk.requests and lines_of(judged), 5, "no ticket came")
    took = time.time() - begun
    headers, body = desk.requests[0]
    made = json.loads(body)["ticket"]
    check(headers["authorization"] == "Basic Zm9vOmJhcg==" and headers["idempotency-key"] == made["external_id"],
          "ticket headers %s" % headers)
    check("customer: " + said in made["comment"]["body"], "the ticket says %s" % made)
    line = lines_of(judged)[0]
    data = json.loads(line["body"])["data"]
    check(line["verdict"] == "ok", "the package says " + line["verdict"])
    check(data["queue"] == "front-desk" and data["alerts"] == 0 and data["contact"] == "+13125550123" and
          data["transcript"][0]["text"] == said and data["transcript"][0]["from"] == "contact", "alert %s" % data)
    server.send_signal(signal.SIGTERM)
    check(server.wait(timeout=15) == 0, "serve-webhook did not stop cleanly")
    return took


def main():
    require_shared()
    with Scratch() as scratch:
        workflow = scratch.file("visits.toml", WORKFLOW_TEXT)
        took = tempers(scratch, workflow)
        kills, repeats = killed(scratch, workflow)
        private(scratch, workflow)
        ticket_took = ticket(scratch)
        print("9 receivers: delivered or dead letters, the first run took %.1f s; %d kills: none lost, %d repeats; "
              "a ticket came after %.2f s" % (took, kills, repeats, ticket_took))


main()
