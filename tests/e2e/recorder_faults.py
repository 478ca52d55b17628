#!/usr/bin/env python3
"""Every fault of the recorder ends in the right intent state; what was accepted but ambiguous is settled by the
carrier's list, never wrongly and never by a second text."""
import collections
import json
import os

from common import *

FAULTS = {  # last four digits: (accepted by the carrier, state after the first run)
    "0001": (True, "accepted"), "0002": (True, "accepted"),
    "9429": (False, "planned"), "9503": (False, "unknown"), "9400": (False, "rejected"), "9610": (False, "rejected"),
    "9000": (True, "unknown"), "9504": (True, "unknown"), "9998": (True, "unknown"), "9999": (False, "unknown"),
    "9302": (False, "unknown"), "9666": (True, "unknown"),
}

TAKEN = {"accepted", "sent", "delivered"}   # what the carrier's list says of it


def main():
    node = node_oracles()
    with Scratch() as scratch:
        port = free_port()
        heard = scratch.file("heard.jsonl", "")
        scratch.start([node, os.path.join(SHARED, "oracles/node/recorder.js"), str(port), heard])
        wait_port(port)
        config = twilio_config(scratch, port)
        log = new_log(scratch)
        table = scratch.file("records.csv", records(
            [("K" + tail, "+1312555" + tail, "2026-03-03T15:00") for tail in FAULTS]))

        def send(now):
            return run("send", WORKFLOW, "--records", table, "--live", "--config", config, "--log", log, "--now", now,
                       expect=(0, 5))

        def states():
            return dict(rows(log, "select key, state from v_message where step = 'asked.say'"))

        def posts():
            count = collections.Counter()
            for line in open(heard, encoding="utf-8"):
                request = json.loads(line)
                if request["method"] == "POST":
                    count[dict(request["body"])["To"]] += 1
            return count

        send("2026-03-02T15:00:00-06:00")
        first = states()
        for tail, (_, wanted) in FAULTS.items():
            # The carrier's list may settle an accepted one within the same run.
            allowed = {wanted} | TAKEN if FAULTS[tail][0] else {wanted}
            check(first["K" + tail] in allowed, "%s: %s, not %s" % (tail, first["K" + tail], wanted))
        settled_at_once = sum(1 for tail, (accepted, wanted) in FAULTS.items()
                              if wanted == "unknown" and first["K" + tail] in TAKEN)
        for minutes in (5, 10, 15, 20):
            send("2026-03-02T15:%02d:00-06:00" % minutes)
        last = states()
        for tail, (accepted, _) in FAULTS.items():
            state, count = last["K" + tail], posts()["+1312555" + tail]
            if accepted:
                check(state in TAKEN, "%s was accepted, but stands at %s" % (tail, state))
                check(count == 1, "%s was posted %d times" % (tail, count))
            elif tail in ("9400", "9610"):
                check(state == "rejected" and count == 1, "%s: %s after %d posts" % (tail, state, count))
            else:
                check(state not in TAKEN, "%s was never accepted, but stands at %s" % (tail, state))
                check(count <= 5 if tail == "9429" else count <= 2, "%s was posted %d times" % (tail, count))
        opted = rows(log, "select count(*) from v_contact where opted_out_at is not null")[0][0]
        check(opted == 1, "the carrier's opt-out is not known: %d" % opted)
        send("2026-03-04T16:00:00-06:00")  # all is over: nothing may be left in between
        left = {key: state for key, state in states().items() if state in ("planned", "posting", "unknown")}
        check(not left, "not in a final state: %s" % left)
        print("%d faults as they should be; %d of the ambiguous settled in the run itself; final states: %s"
              % (len(FAULTS), settled_at_once, dict(collections.Counter(states().values()))))


main()
