#!/usr/bin/env python3
"""What one command takes for a table of 110,527 appointments and a log of replies: the plan, the first live run (which
writes intents; its number may send one text), the plan after it, and `log verify`.
Usage: log_bench.py [ROUNDS=3]. Needs ../shared/data and ../shared/peers beside the checkout."""
import lzma
import os
import resource
import statistics
import subprocess
import sys
import time

import kit

# The morning on which most of the appointments lie ahead.
NOW = "2016-04-29T09:00:00-03:00"


def timed(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.time()
    process = subprocess.run(["/usr/bin/env", "python3", "-c", MEASURE, *command], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.time() - start
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    code, peak = process.stderr.split()[-2:]
    return seconds, cpu, int(peak) / 1024, int(code)


MEASURE = """import resource, subprocess, sys
p = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(p.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"""


def main():
    kit.prepare()
    if not os.path.exists(kit.RECORDS):
        sys.exit("no ../shared/data beside the checkout")
    records = os.path.join(kit.DATA, "appointments.csv")
    if not os.path.exists(records):
        with lzma.open(kit.RECORDS) as packed, open(records, "wb") as out:
            out.write(packed.read())
    log = os.path.join(kit.DATA, "planned.db")
    with open(kit.clinic("planning.toml", 10_000, cap=1), encoding="utf-8") as clinic:
        config = kit.write("planning.toml", 'horizon = "60d"\n' + clinic.read())
    send = [kit.BINARY, "send", kit.WORKFLOW, "--records", records, "--log", log, "--config", config, "--now", NOW]
    jobs = [("plan of 110,527 rows", send), ("first live run", [*send, "--live"]), ("plan after it", send),
            ("log verify", [kit.BINARY, "log", "verify", "--log", log])]
    rows = {name: [] for name, _ in jobs}
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
        kit.remove_log(log)
        for name, command in jobs:
            rows[name].append(timed(command))
            print(name, rows[name][-1], flush=True)
    print("\n| | seconds | CPU seconds | peak RSS MiB | exit |\n|---|---|---|---|---|")
    for name, values in rows.items():
        cells = ["%.3g [%.3g-%.3g]" % (statistics.median(column), min(column), max(column))
                 for column in list(zip(*values))[:3]]
        print("| %s | %s | %s |" % (name, " | ".join(cells), values[0][3]))


main()
