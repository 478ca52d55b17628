#!/usr/bin/env python3
"""A month of days as they stood: every hour one `send --live` on the file provider, replies through serve-webhook by a
seeded script, a person who resolves hand-offs at the end of the day, and the report. Nobody is texted about a completed
appointment, a delivered order or a paid invoice; no text comes twice, at night, after a STOP or without consent.
Usage: month.py KIND DAYS SAMPLE [SEED=1]   (KIND: appointments, orders, invoices; SAMPLE: per cent of the customers)"""
import bisect
import collections
import csv
import hashlib
import http.client
import io
import json
import random
import signal
import subprocess
import urllib.parse
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from common import *

TOKEN = "0123456789abcdef0123456789abcdef"
NUMBER = "+15005550006"
TEXTED_AS = ("accepted", "sent", "delivered")
ENDED = ("accepted", "rejected", "suppressed", "expired", "expired_unknown")
KINDS = {
    # workflow, key, first day, clock of the loop, days around `now` that the export holds
    "appointments": ("appointment", "appointment_id", "2016-05-02", "America/Chicago", 2),
    "orders": ("order", "order_id", "2018-03-01", "America/Chicago", 3),
    "invoices": ("payment", "invoice_number", "2013-03-01", "America/New_York", 7),
}
# What people write, by the state they were asked in: (weight, text). An empty one is silence.
REPLIES = {
    "asked": [(45, "C"), (8, "yes, see you then"), (7, "R"), (4, "sorry, I can't make it"), (3, "is there parking?"),
              (2, "HELP"), (2, "STOP"), (3, "blue elephants 77"), (26, "")],
    "nudged": [(40, "C"), (5, "R"), (55, "")],
    "rescheduling": [(20, "HELP"), (80, "")],
    "shipped": [(10, "1"), (4, "2"), (6, "where is my package?"), (4, "thanks"), (1, "STOP"), (75, "")],
    "delayed": [(25, "1"), (15, "2"), (5, "where is my order?"), (1, "STOP"), (54, "")],
    "still_delayed": [(20, "1"), (20, "2"), (60, "")],
    "delivered": [(5, "2"), (10, "all good, thanks"), (2, "it never arrived"), (83, "")],
    "reminded": [(35, "PAID"), (5, "already paid"), (12, "EXTEND"), (6, "NEED HELP"), (5, "ok will do"), (2, "STOP"),
                 (35, "")],
    "due_soon": [(30, "PAID"), (15, "EXTEND"), (55, "")],
    "ask_date": [(70, "in two weeks"), (30, "")],
}


def chance(*what):
    """A number from 0 to 1 that depends on nothing but what it is for."""
    digest = hashlib.sha256("\x1f".join(map(str, what)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2.0 ** 64


class Export:
    """The table as its system would have shown it at a moment: the rules of asof.py, without reading it anew."""

    def __init__(self, kind, sample, seed):
        source = open(os.path.join(SHARED, "data/asof.py"), encoding="utf-8").read()
        self.rules = {"__file__": os.path.join(SHARED, "data/asof.py")}
        arguments, sys.argv = sys.argv, ["asof.py", kind, "2000-01-01T00:00:00", str(KINDS[kind][4])]
        exec(source[:source.index("f = {")], self.rules)
        sys.argv = arguments
        self.kind, self.key = kind, KINDS[kind][1]
        phone = "patient_phone" if kind == "appointments" else "customer_phone"
        self.rows = [row for row in self.rules["rows"] if chance("sample", seed, row[phone]) * 100 < sample]
        moment = {"appointments": "starts_at", "orders": "placed_at", "invoices": "due_on"}[kind]
        self.rows.sort(key=lambda row: row[moment])
        self.moments = [row[moment] for row in self.rows]
        self.by_key = {row[self.key]: row for row in self.rows}
        self.clock = ZoneInfo(KINDS[kind][3])

    def near(self, now):
        before, after = (timedelta(days=120), timedelta(0)) if self.kind == "orders" else (timedelta(days=8),) * 2
        first = bisect.bisect_left(self.moments, (now - before).isoformat())
        return self.rows[first:bisect.bisect_right(self.moments, (now + after).isoformat())]

    def at(self, now):
        """CSV of the rows at this moment, each on the clock of its own zone."""
        found = []
        for row in self.near(now.replace(tzinfo=None)):
            zone = ZoneInfo(row["zone"]) if row.get("zone") else self.clock
            self.rules["now"] = now.astimezone(zone).replace(tzinfo=None)
            row = self.rules[self.kind](dict(row))
            if row:
                found.append(row)
        text = io.StringIO()
        if found:
            writer = csv.DictWriter(text, list(found[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
        return text.getvalue()

    def over(self, key):
        """When the entity is over: no text about it may leave from then on, but the delivered notice."""
        row = self.by_key[key]
        moment = {"appointments": "starts_at", "orders": "delivered_at", "invoices": "settled_on"}[self.kind]
        zone = ZoneInfo(row["zone"]) if row.get("zone") else self.clock
        return datetime.fromisoformat(row[moment]).replace(tzinfo=zone) if row[moment] else None


class Phones:
    """The customers: what they get, and what they write back when."""

    def __init__(self, texts, log, seed):
        self.texts, self.log, self.seed = texts, log, seed
        self.offset = 0
        self.sent = []          # (intent, to, text)
        self.planned = []       # (moment, phone, text)
        self.written = 0

    def read(self, now):
        if not os.path.exists(self.texts):
            return
        with open(self.texts, encoding="utf-8") as texts:
            texts.seek(self.offset)
            lines = texts.readlines()
            self.offset = texts.tell()
        fresh = [json.loads(line) for line in lines]
        self.sent += [(line["intent"], line["to"], line["text"]) for line in fresh]
        for line in fresh:
            self.answer(line, now)

    def answer(self, line, now):
        step = rows(self.log, "select step from v_message where id = ?", line["intent"])[0][0]
        state, _, part = step.partition(".")
        if part != "say" or state not in REPLIES:
            return
        choice = chance("reply", self.seed, line["intent"]) * sum(weight for weight, _ in REPLIES[state])
        for weight, text in REPLIES[state]:
            choice -= weight
            if choice < 0:
                break
        if text:
            hours = int(chance("delay", self.seed, line["intent"]) ** 2 * 9)
            self.planned.append((now + timedelta(hours=hours), line["to"], text))

    def due(self, now):
        """What is written in this hour. People sleep: what falls into the night waits."""
        awake = all(9 <= now.astimezone(ZoneInfo("America/" + city)).hour < 20 for city in ("New_York", "Los_Angeles"))
        ready = [one for one in self.planned if one[0] <= now] if awake else []
        self.planned = [one for one in self.planned if one not in ready]
        return ready


class Month:
    def __init__(self, scratch, kind, sample, seed):
        self.kind, self.workflow = kind, KINDS[kind][0]
        self.file = os.path.join(ROOT, "workflows", self.workflow + ".toml")
        self.export = Export(kind, sample, seed)
        self.log, self.texts = scratch.file("log.db"), os.path.join(scratch.path, "texts.jsonl")
        self.phones = Phones(self.texts, self.log, seed)
        self.scratch = scratch
        self.port = free_port()
        queues = "".join('[queue.%s]\nhours = "mon-fri 08:00-18:00"\nzone = "%s"\nfirst_response = "1h"\n'
                         % (name, KINDS[kind][3]) for name in ("front-desk", "scheduler", "care", "finance"))
        # Texts leave into a file; replies come in as a gateway posts them.
        self.config = scratch.file("smsflow.toml", '''[provider.main]
kind = "file"
path = "%s"
[provider.gateway]
kind = "kannel"
account = "tester"
secret_file = "%s"
token_file = "%s"
public_url = "http://127.0.0.1:%d"
api_url = "http://127.0.0.1:9"
[sender.main]
numbers = ["%s"]
provider = "main"
segments_per_second = 10000
%s''' % (self.texts, scratch.file("password", "foobar\n"), scratch.file("token", TOKEN + "\n"), self.port, NUMBER,
         queues))
        self.place = ["--config", self.config, "--log", self.log]

    def send(self, now):
        table = self.export.at(now)
        records = ["--records", self.scratch.file("records.csv", table)] if table else []
        run("send", self.file, *records, "--live", "--quiet", *self.place, "--now", now.isoformat(), expect=(0, 5))
        self.phones.read(now)

    def replies(self, now):
        ready = self.phones.due(now)
        if not ready:
            return
        server = self.scratch.start([BINARY, "serve-webhook", self.file, "--listen", "127.0.0.1:%d" % self.port,
                                     *self.place, "--now", now.isoformat()])
        wait_port(self.port)
        for _, phone, text in ready:
            self.phones.written += 1
            again = 2 if chance("twice", self.phones.written) < 0.05 else 1   # carriers deliver twice
            for _ in range(again):
                self.post("m%d" % self.phones.written, phone, text)
        wait_until(lambda: not rows(self.log, "select 1 from v_message where state in ('planned', 'posting') and "
                                              "kind = 'reply' limit 1"), 20, "answers that do not leave")
        server.send_signal(signal.SIGTERM)
        check(server.wait(timeout=15) == 0, "serve-webhook did not stop: " + open(server.output).read())
        self.scratch.processes.remove(server)
        self.phones.read(now)

    def post(self, identity, phone, text):
        query = urllib.parse.urlencode({"id": identity, "from": phone, "to": NUMBER, "text": text, "coding": "0",
                                        "charset": "UTF-8"})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", "/kannel/%s/inbound?%s" % (TOKEN, query))
        check(connection.getresponse().status == 200, "a reply was not taken")
        connection.close()

    def evening(self, now):
        """A person settles what waits, so that the next day finds no contact silenced."""
        for (handoff,) in rows(self.log, "select id from v_handoff where status <> 'resolved'"):
            run("queue", "resolve", handoff, "--agent", "rosa", *self.place, "--now", now.isoformat(), expect=(0, 1))

    def play(self, days):
        first = datetime.fromisoformat(KINDS[self.kind][2]).replace(tzinfo=self.export.clock)
        now = first.astimezone(timezone.utc)
        end = now + timedelta(days=days)
        while now < end:
            self.send(now)
            self.replies(now + timedelta(minutes=30))
            if now.astimezone(self.export.clock).hour == 17:
                self.evening(now + timedelta(minutes=45))
            now += timedelta(hours=1)
        return now


def moment(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc)


def judge_texts(month):
    """Each text that left, against the truth of the table and the law's hours."""
    left = rows(month.log, "select id, key, step, kind, contact, accepted_at from v_message where state in %s"
                % str(TEXTED_AS))
    # In the order of the log, not of the clock: a text claimed before a STOP was written is on its way.
    claimed = dict(rows(month.log, "select intent, max(id) from v_event where kind = 'moved' and "
                                   "json_extract(data, '$.now.state') = 1 group by intent"))
    opted_out = dict(rows(month.log, "select contact, max(id) from v_event where kind = 'contact' and "
                                     "json_extract(data, '$.now.opted_out_at') is not null group by contact"))
    about = collections.Counter()
    for intent, key, step, kind, contact, at in left:
        at = moment(at)
        row = month.export.by_key.get(key)
        if claimed[intent] > opted_out.get(contact, claimed[intent]):
            check(step == "opt_out", "%s left for a contact that had opted out: %s" % (intent, step))
        if row is None:
            continue
        if step.endswith(".say") and kind == "proactive":
            about[(key, step)] += 1
            check(row["sms_consent"] == "yes", "%s left without consent" % intent)
        zone = ZoneInfo(row["zone"]) if row.get("zone") else month.export.clock
        check(8 <= at.astimezone(zone).hour < 21, "%s left at %s" % (intent, at.astimezone(zone)))
        over = month.export.over(key)
        # An hour's export can't know of what happens before the next one.
        known = at.replace(minute=0, second=0, microsecond=0)
        if over is not None and known >= over:
            allowed = step.startswith(("delivered.", "complete.")) if month.kind == "orders" else False
            check(allowed or kind == "reply", "%s (%s) left at %s, but it was over at %s" % (key, step, at, over))
        if month.kind == "invoices":
            check(row["disputed"] == "no", "disputed, but texted: " + key)
    twice = [each for each, count in about.items() if count > 1]
    check(not twice, "said twice: %s" % twice[:5])
    check(len(month.phones.sent) == len({intent for intent, _, _ in month.phones.sent}), "a text left twice")
    check(len(month.phones.sent) == len(left), "the file holds %d texts, the log %d" % (len(month.phones.sent), len(left)))
    return collections.Counter(step for _, _, step, _, _, _ in left)


def judge_ends(month, now):
    """Every conversation stands in a state with a name, every text is settled or due later."""
    known = set(rows(month.log, "select distinct status from v_conversation"))
    check(known <= {(word,) for word in ("waiting", "open", "owned", "ended", "void")}, "statuses: %s" % known)
    names = [line[len("[states."):line.index("]")] for line in open(month.file, encoding="utf-8")
             if line.startswith("[states.") and not line.split("]")[0].endswith(".on")]
    states = {state for (state,) in rows(month.log, "select distinct state from v_conversation")}
    check(states <= set(names), "states no file names: %s" % (states - set(names)))
    hanging = rows(month.log, "select id, step, state, due from v_message where state not in %s and due < ?"
                   % str(TEXTED_AS + ENDED), int(now.timestamp() * 1000) - 24 * 3600 * 1000)
    check(not hanging, "neither sent nor settled: %s" % hanging[:3])
    run("log", "verify", "--log", month.log)


def judge_purge(month, days, now):
    """What is old is forgotten, killed at any instant or not; nobody is asked again, nor is a STOP forgotten."""
    purge = ["log", "purge", "--older-than", "%dh" % (days * 12), "--log", month.log, "--now", now.isoformat()]
    stopped = rows(month.log, "select id, opted_out_at from v_contact where opted_out_at is not null order by id")
    chance_of = random.Random(days)
    begin = time.time()
    run(*purge, "--dry-run")
    whole = time.time() - begin
    for _ in range(8):
        victim = subprocess.Popen([BINARY, *purge], stdout=subprocess.DEVNULL)
        time.sleep(chance_of.uniform(0, whole * 1.5))
        victim.kill()
        victim.wait()
        run("log", "verify", "--log", month.log)
    run(*purge)
    check(" 0 replies, 0 texts, 0 records, 0 numbers " in run(*purge, "--dry-run").stdout, "a purge left something")
    run("log", "verify", "--log", month.log)
    run("log", "rebuild-check", "--log", month.log)
    check(stopped == rows(month.log, "select id, opted_out_at from v_contact where opted_out_at is not null order by id"),
          "a STOP was forgotten")
    month.send(now)
    judge_texts(month)
    return rows(month.log, "select count(*) from v_contact where erased")[0][0]


def main():
    require_shared()
    kind, days, sample = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    begin = time.time()
    with Scratch() as scratch:
        month = Month(scratch, kind, sample, seed)
        now = month.play(days)
        steps = judge_texts(month)
        judge_ends(month, now)
        report = json.loads(run("report", *month.place, "--format", "json", "--now", now.isoformat()).stdout)
        outcomes = rows(month.log, "select coalesce(nullif(outcome, ''), status || ' in ' || state), count(*) from "
                                   "v_conversation group by 1 order by 2 desc")
        blocked = rows(month.log, "select block, count(*) from v_message where state = 'suppressed' group by 1")
        handled = rows(month.log, "select handled, count(*) from v_reply group by 1 order by 2 desc")
        check(steps, "not one text left")
        print("%s: %d days, %g %% of the customers, %d rows, %.0f s" % (kind, days, sample, len(month.export.rows),
                                                                        time.time() - begin))
        print("  texts:", len(month.phones.sent), dict(steps.most_common()))
        print("  not sent:", dict(blocked))
        print("  replies:", month.phones.written, dict(handled))
        print("  numbers forgotten by a purge of the older half:", judge_purge(month, days, now))
        print("  conversations:", report["conversations"] if "conversations" in report else "", dict(outcomes))


main()
