#!/usr/bin/env python3
"""send --live beside the carrier's Node SDK, plain Node and curl, in alternating rounds against a carrier on loopback:
whole processes, N texts each, every `posting` row of ours durable before its first byte; ours read the records too.
Usage: send_bench.py [ROUNDS=3] [N=10000]
Needs nginx and ../shared/peers beside the checkout; works in ~/.cache/smsflow-peers."""
import itertools
import json
import os
import subprocess
import sys

import kit


def main():
    kit.prepare()
    rounds = sys.argv[1] if len(sys.argv) > 1 else "3"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    token = kit.write("smsflow.token", "0123456789abcdef0123456789abcdef\n")
    config = kit.write("sending.toml", """[provider.main]
kind = "twilio"
account = "AC%s"
secret_file = "%s"
api_url = "http://127.0.0.1:27190"
[sender.clinic]
numbers = ["+15005550006"]
provider = "main"
segments_per_second = 10000
[queue.front-desk]
[queue.scheduler]
""" % ("a" * 32, token))
    records = kit.bookings("sending.csv", lambda made: "\n".join(itertools.islice(made.split("\n"), count + 1)) + "\n")
    log = os.path.join(kit.DATA, "sending.db")
    command = "rm -f {0}*; exec {1} send {2} --live --records {3} --log {0} --config {4}".format(
        log, kit.BINARY, kit.WORKFLOW, records, config)
    with open(kit.KIT + "/extra_send.json", "w", encoding="utf-8") as out:
        json.dump({"smsflow send": ["sh", "-c", command]}, out)
    sys.exit(subprocess.run([sys.executable, "run_send.py", rounds, str(count)], cwd=kit.KIT, check=False).returncode)


main()
