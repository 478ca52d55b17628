#!/usr/bin/env python3
"""kill -9 at random instants of `send --live`: the carrier's side counts every intent at most once, and after the next
runs every intent is in a named final state. Usage: kill_send.py [KILLS=200] [SEED=1]"""
import collections
import json
import os
import random
import signal
import subprocess

from common import *

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
TEXTS = 40


def main():
    node = node_oracles()
    chance = random.Random(SEED)
    with Scratch() as scratch:
        port = free_port()
        heard = scratch.file("heard.jsonl", "")
        scratch.start([node, os.path.join(SHARED, "oracles/node/recorder.js"), str(port), heard])
        wait_port(port)
        config = twilio_config(scratch, port)
        offset = 0
        unknown_total = lost = 0
        killed_running = 0
        whole = None
        for number in range(KILLS):
            log = new_log(scratch, "log%d.db" % number)

            def write_records(exchange):
                return scratch.file("records.csv", records(
                    [("K%d-%d" % (number, i), "+1312%03d%04d" % (exchange, 1000 + i), "2026-03-03T15:00")
                     for i in range(TEXTS)]))

            # The carrier's list shows what the undisturbed run sent, too: those are other people.
            table = write_records(999 if whole is None else 200 + number % 700)
            command = [BINARY, "send", WORKFLOW, "--records", table, "--live", "--config", config, "--log", log]

            def send(now):
                return subprocess.run(command + ["--now", now], capture_output=True, text=True, timeout=120)

            begin = time.time()
            if whole is None:   # how long an undisturbed run takes
                check(send("2026-03-02T15:00:00-06:00").returncode == 0, "an undisturbed run failed")
                whole = time.time() - begin
                offset = os.path.getsize(heard)
                for end in ("", "-wal", "-shm", ".lock", ".run"):
                    if os.path.exists(log + end):
                        os.unlink(log + end)
                new_log(scratch, "log%d.db" % number)
                write_records(200)
            victim = subprocess.Popen(command + ["--now", "2026-03-02T15:00:00-06:00"], stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, whole * 1.05))
            if victim.poll() is None:
                killed_running += 1
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            if os.path.exists(log):
                try:
                    unknown_total += rows(log, "select count(*) from v_message where state = 'posting'")[0][0]
                except Exception:   # killed before the schema was there
                    pass
            for now in ("2026-03-02T15:05:00-06:00", "2026-03-02T15:10:00-06:00", "2026-03-02T15:15:00-06:00"):
                done = send(now)
                check(done.returncode in (0, 5), "the next run failed: %s" % done.stderr)
            count = collections.Counter()
            with open(heard, encoding="utf-8") as lines:
                lines.seek(offset)
                for line in lines:
                    request = json.loads(line)
                    if request["method"] == "POST":
                        count[dict(request["body"])["To"]] += 1
                offset = lines.tell()
            twice = {to: n for to, n in count.items() if n > 1}
            check(not twice, "kill %d (seed %d): texted twice: %s" % (number, SEED, twice))
            states = collections.Counter(state for (state,) in rows(
                log, "select state from v_message where step = 'asked.say'"))
            check(sum(states.values()) == TEXTS, "kill %d: %d intents, not %d" % (number, sum(states.values()), TEXTS))
            between = {s: n for s, n in states.items() if s in ("planned", "posting", "unknown")}
            check(not between, "kill %d: not in a final or accepted state: %s" % (number, between))
            lost += TEXTS - len(count)
            for end in ("", "-wal", "-shm", ".lock", ".run"):
                if os.path.exists(log + end):
                    os.unlink(log + end)
        check(lost == 0, "%d texts never reached the carrier" % lost)
        print("%d kills (%d of a running send), %d texts each: none twice, none lost; %d were in posting at the kill"
              % (KILLS, killed_running, TEXTS, unknown_total))


main()
