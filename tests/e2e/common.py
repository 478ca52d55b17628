"""What the end-to-end tests share: a scratch folder, the binary, a configuration, the log by plain SQL."""
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")
ORACLES = os.environ.get("DEPS", os.path.expanduser("~/.cache/smsflow-oracles"))
BINARY = os.environ.get("SMSFLOW", os.path.join(ROOT, "build", "smsflow"))
WORKFLOW = os.path.join(ROOT, "workflows", "appointment.toml")
SKIPPED = 77


def skip(why):
    print("SKIPPED, NOT TESTED: " + why)
    sys.exit(SKIPPED)


def require_shared():
    if not os.path.isdir(SHARED):
        skip("no ../shared beside the checkout")


class Scratch:
    """A folder that goes away, and the processes started in it."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="smsflow-e2e-")
        self.processes = []

    def file(self, name, text=None, mode=0o600):
        path = os.path.join(self.path, name)
        if text is not None:
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            os.chmod(path, mode)
        return path

    def start(self, command, **more):
        log = open(self.file("out%d.txt" % len(self.processes)), "w")
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **more)
        process.output = log.name
        self.processes.append(process)
        return process

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def run(*arguments, expect=(0,), stdin=None, timeout=300):
    done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, input=stdin, timeout=timeout)
    if expect is not None and done.returncode not in expect:
        print("FAILED: smsflow", " ".join(arguments), "-> exit", done.returncode)
        print(done.stdout[-3000:])
        print(done.stderr[-3000:])
        sys.exit(1)
    return done


def new_log(scratch, name="log.db"):
    """Made on purpose, as a carrier that really sends needs it."""
    path = scratch.file(name)
    run("log", "create", "--log", path)
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_port(port, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    print("FAILED: nothing listens on", port)
    sys.exit(1)


def rows(log, query, *values):
    with sqlite3.connect("file:%s?mode=ro" % log, uri=True) as connection:
        return connection.execute(query, values).fetchall()


def check(condition, message):
    if not condition:
        print("FAILED:", message)
        sys.exit(1)


def wait_until(condition, seconds, message):
    end = time.time() + seconds
    while time.time() < end:
        if condition():
            return
        time.sleep(0.1)
    check(False, message)


def node_oracles():
    """The node program and environment of the oracles, or skip loudly."""
    require_shared()
    node = shutil.which("node")
    if not node:
        skip("no node on this machine")
    version = int(subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()[1:].split(".")[0])
    if version < 20:
        skip("the oracles need Node 20, this is %d" % version)
    return node


def records(people):
    """CSV of appointments: (key, phone, starts_at) each."""
    lines = ["appointment_id,patient_phone,first_name,starts_at,status,branch,zone,staff,reschedule_url,sms_consent"]
    for key, phone, starts_at in people:
        lines.append("%s,%s,Maya,%s,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/%s,yes" % (key, phone, starts_at, key))
    return "\n".join(lines) + "\n"


QUEUES = '[queue.front-desk]\nhours = "mon-fri 08:00-18:00"\nzone = "America/Chicago"\n[queue.scheduler]\nhours = "mon-fri 08:00-18:00"\nzone = "America/Chicago"\n'


def twilio_config(scratch, api_port, public_url="https://hooks.example.test"):
    token = scratch.file("twilio.token", "0123456789abcdef0123456789abcdef\n")
    return scratch.file("smsflow.toml", '''[provider.main]
kind = "twilio"
account = "AC%s"
secret_file = "%s"
public_url = "%s"
api_url = "http://127.0.0.1:%d"
[sender.northside]
numbers = ["+15005550006"]
provider = "main"
segments_per_second = 1000
%s''' % ("a" * 32, token, public_url, api_port, QUEUES))
