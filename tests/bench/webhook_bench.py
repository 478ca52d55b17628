#!/usr/bin/env python3
"""serve-webhook beside an Express and a Fastify server on the same load, in alternating rounds: signed, unique requests
over 64 connections, the whole work durable before each 2xx; then 300 a second in an open loop. Every number was asked a
question first, so that most replies answer one: outcome, answer and hook are written. The variant smsflow-waiting is the
same beside 100,000 texts that wait for their number. In the same rounds a loop that decides nothing writes the rows that
the run of smsflow wrote (rows_bound.cc), and the kit's lean loop in C writes four a reply.
Usage: [BEFORE=another smsflow] webhook_bench.py [ROUNDS=3] [SECONDS=6] [variant ...]
Needs ../shared/peers beside the checkout, Node 20 and npm; works in ~/.cache/smsflow-peers."""
import contextlib
import json
import os
import sqlite3
import statistics
import subprocess
import sys

import kit

VARIANTS = ["node-express-engine-FULL", "node-fastify-engine-FULL-groupcommit", "smsflow-FULL"]
COLUMNS = [("rps", "replies/s"), ("p50_ms", "p50 ms"), ("p99_ms", "p99 ms"), ("fix_p50", "p50 ms at 300/s"),
           ("fix_p99", "p99 ms at 300/s"), ("fix_p999", "p99.9 ms at 300/s"), ("cpu_ms_per_req", "CPU ms/reply"),
           ("rss_mb", "peak RSS MiB"), ("wr_kb_per_req", "KiB written/reply"), ("foreign", "other programs, cores")]


def serve(source, binary=kit.BINARY):
    log = os.path.join(kit.DATA, "smsflow.db")
    config = kit.clinic("smsflow.toml", 1)
    return ("rm -f {log}*; cp {source} {log}; cp {source}.lock {log}.lock; exec {binary} serve-webhook --listen "
            "127.0.0.1:{port} --log {log} --config {config} {workflow}").format(
                log=log, source=source, binary=binary, port=kit.PORT, config=config, workflow=kit.WORKFLOW)


def loops(asked, after, rounds):
    bound = subprocess.run([os.path.join(kit.BUILD, "tests/bench/rows_bound"), asked, after, kit.DATA + "/bound.db"],
                           check=True, capture_output=True, text=True).stdout
    lean = subprocess.run([kit.KIT + "/c/sqlitebench", kit.DATA + "/lean.db", "3", "64", "FULL", "lean"], check=True,
                          capture_output=True, text=True).stdout
    rounds.setdefault("loop, same rows", []).append({"rps": json.loads(bound)["replies_a_second"]})
    rounds.setdefault("loop in C, lean", []).append({"rps": json.loads(lean)["records_s"]})


def bytes_a_reply(asked, after):
    def ask(log, sql):
        with contextlib.closing(sqlite3.connect("file:" + log + "?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchone()[0]
    pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    replies = "SELECT count(*) FROM reply"
    return (ask(after, pages) - ask(asked, pages)) / (ask(after, replies) - ask(asked, replies))


def show(rounds):
    print("\n| | " + " | ".join(title for _, title in COLUMNS) + " |\n|" + "---|" * (len(COLUMNS) + 1))
    for name, rows in rounds.items():
        cells = []
        for column, _ in COLUMNS:
            values = [row[column] for row in rows if row.get(column) is not None]
            cells.append("%.4g [%.4g-%.4g]" % (statistics.median(values), min(values), max(values)) if values else "")
        print("| " + name + " | " + " | ".join(cells) + " |")


def main():
    kit.prepare()
    asked = kit.asked_log()
    commands = {"smsflow-FULL": serve(asked)}
    if "smsflow-waiting" in sys.argv:
        commands["smsflow-waiting"] = serve(kit.waiting_log())
    before = os.environ.get("BEFORE")
    if before:
        commands["smsflow-before"] = serve(kit.asked_log("asked-before.db", before), before)
    with open(kit.KIT + "/extra_webhook.json", "w", encoding="utf-8") as out:
        json.dump({name: {"cmd": ["sh", "-c", command], "port": kit.PORT} for name, command in commands.items()}, out)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seconds = sys.argv[2] if len(sys.argv) > 2 else "6"
    rounds = {}
    for _ in range(count):
        for name in sys.argv[3:] or VARIANTS + (["smsflow-before"] if before else []):
            subprocess.run([sys.executable, "run_webhook.py", "1", seconds, name], cwd=kit.KIT, check=True,
                           stdout=subprocess.DEVNULL)
            with open(kit.KIT + "/results/webhook.json", encoding="utf-8") as results:
                row = json.load(results)[name][0]
            rounds.setdefault(name, []).append(row)
            print(name, {key: round(row[key], 3) for key, _ in COLUMNS if row.get(key) is not None}, flush=True)
            if name == "smsflow-FULL":
                after = os.path.join(kit.DATA, "smsflow.db")
                print("bytes of database a reply: %.0f" % bytes_a_reply(asked, after), flush=True)
                loops(asked, after, rounds)
    show(rounds)


main()
