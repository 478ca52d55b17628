#!/usr/bin/env python3
"""Everybody at one log: a server that is answered to, two `send` runs, a plan over a large table, `report`, `queue` and
`contacts import`, over and over. No command fails, no reply waits long, nobody is texted twice.
Usage: crowd.py [SECONDS=15] [ROWS=20000] [LONGEST=10]; by hand on a quiet machine crowd.py 300 300000 1"""
import base64
import collections
import datetime
import hashlib
import hmac
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True
from common import BINARY, QUEUES, Scratch, WORKFLOW, check, free_port, rows, wait_port

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 15
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
TOKEN = "0123456789abcdef0123456789abcdef"
URL = "https://hooks.example.test/twilio/inbound"
ASKED = 2_000  # people who are asked by the two runs, some more in each turn
LONGEST = float(sys.argv[3]) if len(sys.argv) > 3 else 10  # seconds a reply may wait
ANSWERS = ["C", "YES", "R", "what should I bring?", "ok", "STOP", "can you call me?"]
HEAD = "appointment_id,patient_phone,first_name,starts_at,status,branch,staff,zone,reschedule_url,sms_consent\n"


def booking(area, i, starts, zone):
    return "B%s%06d,+1%s2%06d,Maya,%s,booked,Branch %s,Dr Chen,%s,https://northside.example/r/%d,yes\n" % (
        area, i, area, 100000 + i, starts, area, zone, i)


NOW = datetime.datetime.now(datetime.timezone.utc)
STARTS = (NOW + datetime.timedelta(hours=23)).strftime("%Y-%m-%dT%H:%M:00Z")
ZONE = "Etc/GMT%+d" % (NOW.hour - 12)  # where it is about noon


def table(scratch, name, area, count):
    return scratch.file(name, HEAD + "".join(booking(area, i, STARTS, ZONE) for i in range(count)))


def in_parts(scratch):
    """The workflow, with an export for each branch."""
    with open(WORKFLOW, encoding="utf-8") as workflow:
        return scratch.file("appointment.toml", workflow.read().replace("# scope  =", "scope    =", 1))


class Crowd:
    def __init__(self, scratch):
        self.workflow = in_parts(scratch)
        self.scratch = scratch
        self.end = time.time() + SECONDS
        self.port = free_port()
        self.log = scratch.file("log.db")
        self.faults = []
        self.done = collections.Counter()
        self.waits = []
        self.texts = scratch.file("texts.jsonl")
        token = scratch.file("token", TOKEN + "\n")
        self.config = scratch.file("smsflow.toml", '''[provider.main]
kind = "twilio"
account = "AC%s"
secret_file = "%s"
public_url = "https://hooks.example.test"
[provider.out]
kind = "file"
path = "%s"
[sender.northside]
numbers = ["+15005550006"]
provider = "out"
segments_per_second = 10000
%s''' % ("a" * 32, token, self.texts, QUEUES))

    def run(self, name, *arguments, codes=(0,)):
        done = subprocess.run([BINARY, *arguments, "--log", self.log, "--config", self.config], capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, timeout=600)
        self.done[name] += 1
        if done.returncode not in codes:
            self.faults.append("%s: exit %d: %s" % (name, done.returncode, done.stderr[-800:]))

    def over_and_over(self, turn):
        i = 0
        while time.time() < self.end and not self.faults:
            turn(i)
            i += 1

    def sends(self, area):
        def turn(i):
            records = table(self.scratch, "%s-%d.csv" % (area, i % 2), area, min(ASKED, 200 * (i + 1)))
            self.run("send", "send", self.workflow, "--live", "--records", records)
        self.over_and_over(turn)

    def plans(self):
        records = table(self.scratch, "many.csv", "212", ROWS)
        self.over_and_over(lambda i: self.run("plan", "send", self.workflow, "--records", records))

    def looks(self):
        def turn(i):
            self.run("report", "report")
            self.run("queue", "queue", "list")
        self.over_and_over(turn)

    def imports(self):
        def turn(i):
            lines = "".join("+1646255%04d,*,form\n" % j for j in range(500 + i))
            ledger = self.scratch.file("ledger.csv", "phone,purpose,source\n" + lines)
            self.run("contacts import", "contacts", "import", ledger)
            time.sleep(0.5)
        self.over_and_over(turn)

    def answers(self, seed):
        chance = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        def turn(i):
            sid = "SM" + hashlib.md5(b"%d %d" % (seed, i)).hexdigest()
            form = {"MessageSid": sid, "AccountSid": "AC" + "a" * 32, "To": "+15005550006", "NumMedia": "0",
                    "From": "+1%s2%06d" % (chance.choice(["312", "415"]), 100000 + chance.randrange(400)),
                    "Body": chance.choice(ANSWERS)}
            signed = URL + "".join(key + form[key] for key in sorted(form))
            signature = base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()).decode()
            start = time.time()
            connection.request("POST", "/twilio/inbound", urllib.parse.urlencode(form), {
                "Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature})
            answer = connection.getresponse()
            answer.read()
            self.waits.append(time.time() - start)
            self.done["reply"] += 1
            if answer.status != 200:
                self.faults.append("a reply was answered %d" % answer.status)
            time.sleep(0.05)
        self.over_and_over(turn)


with Scratch() as scratch:
    crowd = Crowd(scratch)
    server = scratch.start([BINARY, "serve-webhook", "--config", crowd.config, "--log", crowd.log, "--listen",
                            "127.0.0.1:%d" % crowd.port, crowd.workflow])
    wait_port(crowd.port)
    work = [lambda: crowd.sends("312"), lambda: crowd.sends("415"), crowd.plans, crowd.looks, crowd.imports,
            lambda: crowd.answers(1), lambda: crowd.answers(2), lambda: crowd.answers(3)]
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(not crowd.faults, "; ".join(crowd.faults[:3]))
    check(server.poll() is None, "the server ended: " + open(server.output).read()[-800:])
    server.terminate()
    check(server.wait(30) == 0, "the server ends with %s" % server.returncode)

    with open(crowd.texts, encoding="utf-8") as lines:
        sent = collections.Counter(json.loads(line)["intent"] for line in lines)
    check(not [id for id, count in sent.items() if count > 1], "a text was posted twice")
    twice = rows(crowd.log, "SELECT key, step, count(*) FROM v_message WHERE state = 'accepted' AND kind = 'proactive' "
                            "GROUP BY workflow, key, step, revision HAVING count(*) > 1")
    check(not twice, "somebody was asked twice: %s" % twice[:3])
    kept = rows(crowd.log, "SELECT count(*) FROM v_reply")[0][0]
    check(kept == crowd.done["reply"], "%d replies were taken, %d are kept" % (crowd.done["reply"], kept))
    done = subprocess.run([BINARY, "log", "verify", "--log", crowd.log], capture_output=True, text=True)
    check(done.returncode == 0, "log verify: " + done.stdout[-500:] + done.stderr[-500:])
    waits = sorted(crowd.waits)
    print("%s; replies waited %.0f ms (p50), %.0f ms (p99), %.0f ms at most" % (
        ", ".join("%d %s" % (count, name) for name, count in sorted(crowd.done.items())), 1000 * waits[len(waits) // 2],
        1000 * waits[len(waits) * 99 // 100], 1000 * waits[-1]))
    check(waits[-1] < LONGEST, "a reply waited %.2f s" % waits[-1])
