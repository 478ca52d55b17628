#!/usr/bin/env python3
"""The whole loop with real parts: appointments as they stood go to Kannel and its fake SMSC, replies typed there come
back through serve-webhook, the log, the report and a replay of the capture agree. Runs in a private network namespace."""
import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading

from common import *

NOW = "2016-05-10T17:00:00Z"
TOKEN = "0123456789abcdef0123456789abcdef"
ROWS = int(os.environ.get("KANNEL_ROWS", "600"))


def into_namespace():
    """Kannel's fake SMSC listens on all addresses: only in a namespace that has none but loopback."""
    if os.environ.get("SMSFLOW_NAMESPACE") != "1":
        if subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode != 0:
            skip("network namespaces are not allowed here")
        os.environ["SMSFLOW_NAMESPACE"] = "1"
        os.execvp("unshare", ["unshare", "-n", sys.executable, os.path.abspath(__file__)])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


def kannel_conf(scratch, hook_port):
    return scratch.file("kannel.conf", '''group = core
admin-port = 13000
admin-interface = "127.0.0.1"
admin-password = admin
smsbox-port = 13001
smsbox-interface = "127.0.0.1"
log-level = 2
log-file = "%(path)s/bearerbox.log"
dlr-storage = internal
store-type = file
store-location = "%(path)s/store.log"

group = smsc
smsc = fake
smsc-id = FAKE
host = 127.0.0.1
port = 14000
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = 13001
sendsms-port = 13013
sendsms-interface = "127.0.0.1"
log-level = 2
log-file = "%(path)s/smsbox.log"
global-sender = 13013
http-request-retry = 3
http-queue-delay = 1

group = sendsms-user
username = tester
password = foobar
max-messages = 5
concatenation = true

group = sms-service
keyword = default
get-url = "http://127.0.0.1:%(port)d/kannel/%(token)s/inbound?id=%%I&from=%%p&to=%%P&text=%%b&coding=%%c&charset=%%C"
max-messages = 0
omit-empty = true
''' % {"path": scratch.path, "port": hook_port, "token": TOKEN})


def appointments(scratch):
    """The first ROWS rows as they stood, and the answers' file."""
    out = subprocess.run([sys.executable, os.path.join(SHARED, "data/asof.py"), "appointments", "2016-05-10T12:00:00",
                          "2"], capture_output=True, text=True, check=True).stdout
    table = list(csv.DictReader(io.StringIO(out)))
    # Those whose texts are due in the hours before NOW, and a mix of the others.
    due = [row for row in table if row["status"] == "booked" and "2016-05-11T08" <= row["starts_at"] < "2016-05-11T11"]
    rest = [row for row in table if row not in due]
    chosen = due[:ROWS] + rest[:200]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(chosen)
    return scratch.file("records.csv", text.getvalue())


def wait_port_of_smsc():
    """Without connecting: the fake SMSC takes one connection."""
    wait_until(lambda: ":36B0 " in open("/proc/net/tcp").read() + open("/proc/net/tcp6").read(), 20,
               "Kannel's fake SMSC does not listen")


class Handsets:
    """The far side of Kannel's fake SMSC: a line each way, SENDER RECEIVER TYPE TEXT."""

    def __init__(self):
        self.socket = socket.create_connection(("127.0.0.1", 14000))
        self.got = b""
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        try:
            while chunk := self.socket.recv(65536):
                self.got += chunk
        except OSError:
            pass

    def say(self, phone, text):
        self.socket.sendall(("%s 13013 text %s\n" % (phone, text)).encode())


def main():
    require_shared()
    for needed in ("/usr/sbin/bearerbox", "/usr/sbin/smsbox"):
        if not os.path.exists(needed):
            skip("Kannel is not installed")
    into_namespace()
    with Scratch() as scratch:
        hook_port = 8099
        conf = kannel_conf(scratch, hook_port)
        secret = scratch.file("kannel.password", "foobar\n")
        token = scratch.file("kannel.token", TOKEN + "\n")
        config = scratch.file("smsflow.toml", '''[provider.main]
kind = "kannel"
account = "tester"
secret_file = "%s"
token_file = "%s"
public_url = "http://127.0.0.1:%d"
api_url = "http://127.0.0.1:13013"
[sender.clinic]
numbers = ["13013"]
provider = "main"
segments_per_second = 1000
%s''' % (secret, token, hook_port, QUEUES))
        log = new_log(scratch)
        capture = scratch.file("capture.jsonl")
        table = appointments(scratch)
        scratch.start(["/usr/sbin/bearerbox", "-v", "4", conf])
        wait_port(13001)
        scratch.start(["/usr/sbin/smsbox", "-v", "4", conf])
        wait_port(13013)
        wait_port_of_smsc()
        phones = Handsets()

        done = run("send", WORKFLOW, "--records", table, "--live", "--config", config, "--log", log, "--now", NOW,
                   expect=(0, 5))
        sent = rows(log, "select count(*) from v_message where step = 'asked.say' and state in "
                         "('accepted', 'sent', 'delivered')")[0][0]
        check(sent >= 50, "only %d texts left: %s" % (sent, done.stderr))
        server = scratch.start([BINARY, "serve-webhook", WORKFLOW, "--listen", "127.0.0.1:%d" % hook_port, "--config",
                                config, "--log", log, "--now", NOW, "--capture", capture])
        wait_port(hook_port)

        # Whoever has exactly one open question answers.
        single = rows(log, """select c.key, k.phone from v_conversation c join contact k on k.id = c.contact
                              where c.status = 'open' group by c.contact having count(*) = 1 order by c.key""")
        answers = {"C": "confirmed", "R": "rescheduling", "HELP": None, "can't make it sorry": "cancelled",
                   "STOP": None, "c.": "confirmed", "do you have parking?": None}
        plan = []
        for index, (key, phone) in enumerate(single[:7 * 6]):
            plan.append((key, phone, list(answers)[index % len(answers)]))
        for key, phone, text in plan:
            phones.say(phone, text)
        wait_until(lambda: rows(log, "select count(*) from v_reply")[0][0] >= len(plan), 30,
                   "not every reply arrived")
        time.sleep(2)   # the answers leave
        server.send_signal(signal.SIGTERM)
        check(server.wait(timeout=15) == 0, "serve-webhook did not stop cleanly: " + open(server.output).read())

        states = {key: (status, state, outcome) for key, status, state, outcome in
                  rows(log, "select key, status, state, outcome from v_conversation")}
        wrong = []
        for key, phone, text in plan:
            status, state, outcome = states[key]
            good = {"C": outcome == "confirmed", "c.": outcome == "confirmed",
                    "R": state == "rescheduling" and status == "open", "HELP": status == "owned",
                    "can't make it sorry": outcome == "cancelled", "STOP": outcome == "opted_out",
                    "do you have parking?": status == "owned"}[text]
            if not good:
                wrong.append((key, text, states[key]))
        check(not wrong, "wrong end states: %s" % wrong)
        got = phones.got.decode("utf-8", "replace")
        check(got.count("Hi ") >= sent * 9 // 10, "the handsets did not get the texts")

        # The report against a count by plain SQL.
        report = json.loads(run("report", "--log", log, "--format", "json", "--now", "2016-05-12T00:00:00Z").stdout)
        confirmed = rows(log, "select count(*) from v_conversation where outcome = 'confirmed'")[0][0]
        check(report["rates"]["confirmation"]["attempted"]["hits"] == confirmed,
              "report says %s confirmed, SQL says %d" % (report["rates"]["confirmation"], confirmed))

        # The capture again, on a scratch log.
        again = scratch.file("again.db")
        run("replay", capture, "--workflow", WORKFLOW, "--records", table, "--now", NOW, "--config", config, "--log",
            again)
        query = "select key, state, outcome from v_conversation where replies > 0 order by key"
        check(rows(log, query) == rows(again, query), "the replay ends elsewhere")
        check(run("log", "verify", "--log", log).returncode == 0, "the chain is broken")
        print("%d texts by Kannel, %d replies typed at the SMSC, end states, report and replay agree" % (sent, len(plan)))


main()
