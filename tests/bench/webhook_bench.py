#!/usr/bin/env python3
"""serve-webhook beside an Express server on the same load, in alternating rounds: signed, unique requests over 64
connections, the whole work durable before each 2xx. Usage: webhook_bench.py [ROUNDS=5] [SECONDS=6]
Needs ../shared/peers beside the checkout, Node 20 and npm; works in ~/.cache/smsflow-peers."""
import json
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PEERS = os.path.join(os.path.dirname(ROOT), "shared", "peers")
KIT = os.path.expanduser("~/.cache/smsflow-peers")
BINARY = os.environ.get("SMSFLOW", os.path.join(ROOT, "build", "smsflow"))


def prepare():
    if not os.path.isdir(PEERS):
        sys.exit("no ../shared/peers beside the checkout: nothing to compare with")
    if not os.path.isdir(KIT):
        shutil.copytree(PEERS, KIT)
        subprocess.run(["chmod", "-R", "u+w", KIT], check=True)
    os.makedirs(KIT + "/data", exist_ok=True)
    if not os.path.isdir(KIT + "/node/node_modules/better-sqlite3/build"):
        subprocess.run("npm install --ignore-scripts --no-audit --no-fund && "
                       "npm rebuild better-sqlite3 --build-from-source", shell=True, check=True, cwd=KIT + "/node")
    if not os.path.exists(KIT + "/c/loadgen"):
        subprocess.run(["gcc", "-O2", "-o", "c/loadgen", "c/loadgen.c"], check=True, cwd=KIT)
    if not os.path.exists(KIT + "/data/webhooks.bin"):
        subprocess.run([sys.executable, "gen_webhooks.py", "300000"], check=True, cwd=KIT)


def write(name, text):
    path = os.path.join(KIT, "data", name)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    os.chmod(path, 0o600)
    return path


def main():
    prepare()
    token = write("smsflow.token", "0123456789abcdef0123456789abcdef\n")
    # The outbox drains into a file at one segment a second: what is measured is receiving.
    config = write("smsflow.toml", '''[provider.main]
kind = "twilio"
account = "AC%s"
secret_file = "%s"
public_url = "https://hooks.example.test"
[provider.sink]
kind = "file"
path = "%s/data/smsflow-texts.jsonl"
[sender.clinic]
numbers = ["+15005550006"]
provider = "sink"
segments_per_second = 1
[queue.front-desk]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
[queue.scheduler]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
''' % ("a" * 32, token, KIT))
    serve = ("rm -f data/smsflow.db*; exec %s serve-webhook --listen 127.0.0.1:27181 --log data/smsflow.db --config %s "
             "%s/workflows/appointment.toml" % (BINARY, config, ROOT))
    with open(KIT + "/extra_webhook.json", "w", encoding="utf-8") as out:
        json.dump({"smsflow-FULL": {"cmd": ["sh", "-c", serve], "port": 27181}}, out)
    rounds = sys.argv[1] if len(sys.argv) > 1 else "5"
    seconds = sys.argv[2] if len(sys.argv) > 2 else "6"
    sys.exit(subprocess.run([sys.executable, "run_webhook.py", rounds, seconds, "node-express-FULL",
                             "node-express-engine-FULL", "smsflow-FULL"], cwd=KIT,
                            env=dict(os.environ, RATE="0")).returncode)


main()
