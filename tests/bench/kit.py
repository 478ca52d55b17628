"""What the benches share: the comparison kit (../shared/peers beside the checkout) copied to ~/.cache/smsflow-peers and
built there, the binary, and the configuration of a clinic whose texts go to a file."""
import datetime
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PEERS = os.path.join(os.path.dirname(ROOT), "shared", "peers")
RECORDS = os.path.join(os.path.dirname(ROOT), "shared", "data", "appointments.csv.xz")
KIT = os.path.expanduser("~/.cache/smsflow-peers")
DATA = os.path.join(KIT, "data")
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
BINARY = os.environ.get("SMSFLOW", os.path.join(BUILD, "smsflow"))
WORKFLOW = os.path.join(ROOT, "workflows", "appointment.toml")
PORT = 27181


def prepare():
    if not os.path.isdir(PEERS):
        sys.exit("no ../shared/peers beside the checkout: nothing to compare with")
    if not os.path.isdir(KIT):
        shutil.copytree(PEERS, KIT)
        subprocess.run(["chmod", "-R", "u+w", KIT], check=True)
    os.makedirs(DATA, exist_ok=True)
    os.makedirs(os.path.join(KIT, "results"), exist_ok=True)
    if not os.path.isdir(KIT + "/node/node_modules/better-sqlite3/build"):
        subprocess.run("npm install --ignore-scripts --no-audit --no-fund && "
                       "npm rebuild better-sqlite3 --build-from-source", shell=True, check=True, cwd=KIT + "/node")
    for name, libraries in (("loadgen", []), ("sqlitebench", ["-lsqlite3"])):
        if not os.path.exists(KIT + "/c/" + name):
            subprocess.run(["gcc", "-O2", "-o", "c/" + name, "c/" + name + ".c", *libraries], check=True, cwd=KIT)
    if not os.path.exists(DATA + "/webhooks.bin"):
        subprocess.run([sys.executable, "gen_webhooks.py", "300000"], check=True, cwd=KIT)


def write(name, text):
    path = os.path.join(DATA, name)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    os.chmod(path, 0o600)
    return path


def remove_log(path):
    for suffix in ("", "-wal", "-shm", ".lock", ".run", ".quarantine"):
        if os.path.exists(path + suffix):
            os.remove(path + suffix)


def clinic(name, rate, cap=0):
    """A configuration whose texts go to a file, at `rate` segments a second and number and at most `cap` a day; its hooks wait, for nobody listens
    at their receiver's port: what is measured is receiving."""
    token = write("smsflow.token", "0123456789abcdef0123456789abcdef\n")
    hook = write("smsflow.hook", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n")
    return write(name, """[provider.main]
kind = "twilio"
account = "AC%s"
secret_file = "%s"
public_url = "https://hooks.example.test"
api_url = "http://127.0.0.1:9"
[provider.sink]
kind = "file"
path = "%s/smsflow-texts.jsonl"
[sender.clinic]
numbers = ["+15005550006"]
provider = "sink"
segments_per_second = %d
%s[hook.desk]
url = "http://127.0.0.1:9/desk"
allow_private = true
events = ["*"]
secret_file = "%s"
[queue.front-desk]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
[queue.scheduler]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
""" % ("a" * 32, token, DATA, rate, "daily_cap = %d\n" % cap if cap else "", hook))


def is_fresh(path):
    return os.path.exists(path) and datetime.datetime.now().timestamp() - os.path.getmtime(path) < 7200


def send(log, config, records, binary):
    if not os.path.exists(log):
        subprocess.run([binary, "log", "create", "--log", log], check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run([binary, "send", WORKFLOW, "--live", "--records", records, "--log", log, "--config", config],
                          check=False, cwd=DATA, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 5):  # 5: texts wait for their number
        sys.exit("send: exit %d: %s" % (done.returncode, done.stderr))


def bookings(name, change):
    path = os.path.join(DATA, name)
    made = subprocess.run([sys.executable, "gen_bookings.py"], check=True, cwd=KIT, capture_output=True, text=True).stdout
    with open(path, "w", encoding="utf-8") as out:
        out.write(change(made))
    return path


def copy_log(log, to):
    remove_log(to)
    for suffix in ("", ".lock"):
        shutil.copy(log + suffix, to + suffix)


def asked_log(name="asked.db", binary=BINARY):
    """A log in which 50,000 questions are open, one for each number that will write; made anew after two hours."""
    log = os.path.join(DATA, name)
    if not is_fresh(log):
        remove_log(log)
        send(log, clinic("asking.toml", 10_000), bookings("bookings.csv", lambda made: made), binary)
    return log


def waiting_log():
    """The same beside 100,000 texts that are due and wait for a number that may send no more today."""
    log = os.path.join(DATA, "waiting.db")
    if not is_fresh(log):
        copy_log(asked_log(), log)
        config = clinic("waiting.toml", 10_000, cap=1)
        for area in ("+1415", "+1650"):
            others = bookings("others.csv", lambda made, area=area: made.replace("+1510", area).replace("\nB", "\n" + area[2:]))
            send(log, config, others, BINARY)
    return log
