#!/usr/bin/env python3
"""Texts that are not delivered become mails, by a real SMTP server (Exim from Debian): they arrive as written, over
STARTTLS with a certificate that is checked, once each; opt-outs get none; what the server refuses is not repeated, what
it defers is."""
import datetime
import email
import email.policy
import os
import pwd
import subprocess
import time
import urllib.parse
import urllib.request

from common import *

EXIM = "/usr/sbin/exim4"
TOKEN = "0123456789abcdef0123456789abcdef"

EXIM_CONF = '''primary_hostname = mail.example.test
spool_directory = %(spool)s
log_file_path = %(spool)s/%%slog
pid_file_path = %(spool)s/pid
never_users =
exim_user = %(user)s
tls_advertise_hosts = *
tls_certificate = %(cert)s
tls_privatekey = %(key)s
auth_advertise_hosts = *
host_lookup =
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  deny condition = ${if eq{$local_part}{nobody}}
       message = 5.1.1 no such mailbox
  defer condition = ${if eq{$local_part}{later}}
        condition = ${if exists{%(spool)s/greylist}}
        message = 4.2.0 greylisted
  deny condition = ${if eq{$local_part}{secure}}
       !encrypted = *
       message = 5.7.0 only over TLS
  accept
data:
  deny condition = ${if match{$message_body}{BEGIN-SPAM}}
       message = 5.7.1 spam
  accept
begin routers
all:
  driver = accept
  local_parts = lsearch,ret=key;%(spool)s/names
  transport = box
begin transports
box:
  driver = appendfile
  directory = %(boxes)s/$local_part_data
  maildir_format
  user = %(user)s
  create_directory
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${if and{{eq{$auth2}{smsflow}}{eq{$auth3}{secret}}}}
  server_advertise_condition = ${if def:tls_in_cipher}
'''

WORKFLOW_TEXT = '''name = "visits"
brand = "Northside"
class = "transactional"
purpose = "visits"
kpi = "confirmation_rate"
owners = { rules = "x", integration = "x", escalation = "x", consent = "x" }
[record]
source = "table"
key = "id"
phone = "phone"
zone = "zone"
consent = "consent"
[record.fields]
name = "text"
status = "text"
email = "text?"
[trigger]
when = "status = 'booked'"
start = "asked"
[intents.confirm]
keywords = ["C"]
[states.asked]
say = "{brand}: Hi {name}, your visit is booked. Reply C to confirm."
[states.asked.on]
confirm = { go = "confirmed" }
unclear = { handoff = "front-desk" }
silence = { after = "6h", handoff = "front-desk" }
undelivered = { fallback = "email", say = "Hi {name}, we could not text you: your visit is booked.\\nGrüße from {brand}" }
[states.confirmed]
end = "confirmed"
say = "Thank you."
'''

PEOPLE = {  # key: number's end, mailbox, name
    "v1": ("1001", "maya@example.test", "Maya"),
    "v2": ("1002", "jo@example.test", "José ."),
    "v3": ("1003", "stopped@example.test", "Stop"),
    "v4": ("1004", "nobody@example.test", "No"),
    "v5": ("1005", "later@example.test", "Late"),
    "v6": ("1006", "maya\\r\\nBcc: all@example.test", "Evil"),
    "v7": ("1007", "", "Plain"),
    "v8": ("1008", "spam@example.test", "BEGIN-SPAM"),
    "v9": ("1009", "secure@example.test", "Sec"),
}


BOXES = {"maya": 1, "jo": 1, "stopped": 0, "nobody": 0, "later": 1, "all": 0, "spam": 0, "secure": 1}


class Exim:
    def __init__(self, scratch):
        self.spool = scratch.file("spool")
        self.boxes = scratch.file("boxes")
        key, cert = scratch.file("tls.key"), scratch.file("tls.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                        key, "-out", cert], check=True, capture_output=True)
        user = "Debian-exim"
        account = pwd.getpwnam(user)
        for path in (self.spool, self.boxes):
            os.mkdir(path)
        names = os.path.join(self.spool, "names")
        with open(names, "w", encoding="ascii") as out:
            out.write("".join("%s:\n" % name for name in BOXES))
        for path in (self.spool, self.boxes, names, key, cert):
            os.chown(path, account.pw_uid, account.pw_gid)
        os.chmod(scratch.path, 0o755)
        self.cert = cert
        self.port = free_port()
        conf = scratch.file("exim.conf", EXIM_CONF % {"spool": self.spool, "boxes": self.boxes, "user": user,
                                                       "cert": cert, "key": key}, 0o644)
        self.process = scratch.start([EXIM, "-C", conf, "-bdf", "-oX", "127.0.0.1.%d" % self.port])
        wait_port(self.port)

    def mails(self, box):
        folder = os.path.join(self.boxes, box, "new")
        if not os.path.isdir(folder):
            return []
        found = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as mail:
                found.append(email.message_from_binary_file(mail, policy=email.policy.default))
        return found


def zone():
    return "Etc/GMT%+d" % (time.gmtime().tm_hour - 13)


def table(scratch):
    lines = ["id,phone,name,status,email,zone,consent"]
    for key, (number, address, name) in PEOPLE.items():
        lines.append('%s,+1312555%s,"%s",booked,"%s",%s,yes' % (
            key, number, name, address.replace("\\r\\n", "\r\n"), zone()))
    return scratch.file("people.csv", "\n".join(lines) + "\n")


def get(port, path, **query):
    url = "http://127.0.0.1:%d/kannel/%s/%s?%s" % (port, TOKEN, path, urllib.parse.urlencode(query))
    urllib.request.urlopen(url, timeout=10).read()


def configuration(scratch, name, exim, provider_port, mail):
    secret = scratch.file("kannel.password", "foobar\n")
    token = scratch.file("kannel.token", TOKEN + "\n")
    return scratch.file(name, '''[provider.main]
kind = "kannel"
account = "tester"
secret_file = "%s"
token_file = "%s"
public_url = "http://127.0.0.1:1"
api_url = "http://127.0.0.1:%d"
[sender.clinic]
numbers = ["13013"]
segments_per_second = 1000
[queue.front-desk]
[mail]
server = "smtp://127.0.0.1:%d"
from = "Empfang Köln <desk@example.test>"
allow_private = true
%s''' % (secret, token, provider_port, exim.port, mail))


def main():
    if not os.path.exists(EXIM):
        skip("Exim is not installed (exim4-daemon-light)")
    if os.geteuid() != 0:
        skip("Exim delivers as its own user only when root starts it")
    with Scratch() as scratch:
        exim = Exim(scratch)
        open(os.path.join(exim.spool, "greylist"), "w").close()
        os.chmod(os.path.join(exim.spool, "greylist"), 0o644)
        carrier = start_carrier()
        workflow = scratch.file("visits.toml", WORKFLOW_TEXT)
        password = scratch.file("mail.password", "secret\n")
        config = configuration(scratch, "smsflow.toml", exim, carrier,
                               'starttls = "required"\nca_file = "%s"\nusername = "smsflow"\npassword_file = "%s"\n' %
                               (exim.cert, password))
        untrusting = configuration(scratch, "untrusting.toml", exim, carrier, 'starttls = "required"\n')
        log = new_log(scratch)
        run("send", workflow, "--records", table(scratch), "--live", "--config", config, "--log", log)
        texts = rows(log, "select key, id from v_message where step = 'asked.say' and state = 'accepted'")
        check(len(texts) == len(PEOPLE), "%d texts left" % len(texts))
        port = free_port()
        server = scratch.start([BINARY, "serve-webhook", workflow, "--listen", "127.0.0.1:%d" % port, "--config",
                                untrusting, "--log", log])
        wait_port(port)
        # First nothing arrives: the certificate is not trusted, and a mail that did not leave waits.
        get(port, "inbound", id="m1", **{"from": "+13125551003"}, to="13013", text="STOP", coding="0", charset="UTF-8")
        for key, intent in texts:
            get(port, "status", id="d" + key, intent=intent, type="2", smsc="x", **{"from": "13013"},
                to="+1312555" + PEOPLE[key][0], answer="")
        wait_until(lambda: rows(log, "select count(*) from v_mail")[0][0] >= 6, 10, "no mail was planned")
        wait_until(lambda: not rows(log, "select 1 from v_mail where state in ('posting') or attempt = 0 and "
                                         "state = 'planned'"), 20, "mails were not tried")
        server.terminate()
        check(server.wait(timeout=30) == 0, "serve-webhook did not stop cleanly: " + open(server.output).read())
        check(not os.listdir(exim.boxes), "a mail left to a server whose certificate is not trusted")
        details = {row[0] for row in rows(log, "select detail from v_mail where state = 'planned'")}
        check(details and all("certificate" in detail or "SSL" in detail for detail in details),
              "untrusted: %s" % details)
        begun = time.time()
        for minutes in (1, 5):
            run("send", workflow, "--live", "--config", config, "--log", log, "--now", stamp(begun + minutes * 60),
                expect=(0, 5))
        states = dict(rows(log, "select key, state from v_mail"))
        expected = {"v1": "accepted", "v2": "accepted", "v4": "rejected", "v5": "planned", "v6": "suppressed",
                    "v8": "rejected", "v9": "accepted"}
        check({key: states.get(key) for key in expected} == expected, "mails ended as %s" % rows(
            log, "select key, state, block, detail, attempt from v_mail"))
        told = dict(rows(log, "select key, reason from v_handoff where status = 'open'"))
        check({key for key, why in told.items() if why == "neither text nor mail reached them"} == {"v4", "v6", "v8"},
              "a person was told of %s" % told)
        os.unlink(os.path.join(exim.spool, "greylist"))
        for hours in (1, 2):
            run("send", workflow, "--live", "--config", config, "--log", log, "--now", stamp(begun + hours * 3600),
                expect=(0, 5))
        check(rows(log, "select state from v_mail where key = 'v5'") == [("accepted",)], "the deferred mail")
        wait_until(lambda: sum(len(exim.mails(box)) for box in BOXES) >= sum(BOXES.values()), 10, "mails are missing")
        time.sleep(1)
        for box, count in BOXES.items():
            check(len(exim.mails(box)) == count, "%s has %d mails" % (box, len(exim.mails(box))))
        mail = exim.mails("jo")[0]
        check(mail.get_content().strip() == "Hi José ., we could not text you: your visit is booked.\nGrüße from "
              "Northside", "the mail says %r" % mail.get_content())
        check(mail["subject"] == "A message from Northside" and "Empfang Köln" in mail["from"], "head %s" % mail)
        known = dict(rows(log, "select key, provider_id from v_mail"))
        check(mail["message-id"] == "<%s>" % known["v2"], "message id %s" % mail["message-id"])
        check("TLS" in mail["received"], "received %s" % mail["received"])
        check(run("log", "verify", "--log", log).returncode == 0, "the chain is broken")
        print("%d undelivered texts: %d mails by Exim over TLS, none twice, none after STOP" % (
            len(PEOPLE), sum(len(exim.mails(box)) for box in os.listdir(exim.boxes))))


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def start_carrier():
    """A carrier that takes every text, as Kannel says it."""
    import http.server
    import threading

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"0: Accepted for delivery"
            self.send_response(202)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


main()
