#!/usr/bin/env python3
"""Every figure we claim, with one command: build/smsflow and the benches beside those of the peers, on a quiet machine.
Usage: bench.py [ROUNDS=3]   (or: cmake --build build --target bench)"""
import os
import subprocess
import sys

import kit

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    rounds = sys.argv[1] if len(sys.argv) > 1 else "3"
    for name in ("webhook_bench.py", "send_bench.py", "log_bench.py"):
        print("\n## " + name, flush=True)
        subprocess.run([sys.executable, os.path.join(HERE, name), rounds], check=False)
    for name in ("bench_engine", "bench_webhook", "bench_store"):
        program = os.path.join(kit.BUILD, "tests", "bench", name)
        if os.path.exists(program):
            print("\n## " + name, flush=True)
            subprocess.run([program, *([os.path.join(kit.DATA, "bench.db")] if name == "bench_store" else [])], check=False)


main()
