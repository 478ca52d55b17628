"""A carrier on 127.0.0.1 that speaks as Twilio does: POST and GET Messages.json with Basic authentication, refusals and
silences by plan, a list with pages that lags, signed status callbacks and inbound webhooks. It keeps the truth: which
text reached which phone when.

    carrier = FakeTwilio(account, token, clock=lambda: virtual_now)
    carrier.plan = lambda to, count: "201"      # what becomes of the COUNTth POST to this number, see FATES
    carrier.listen("http://127.0.0.1:8080", "https://hooks.example.test")   # where webhooks go; None: to nobody
    carrier.say("+12125550100", "+15005550006", "C")
    carrier.tell()                              # status callbacks that are due
    carrier.reached                             # texts, in the order in which they arrived
"""
import base64
import collections
import hashlib
import hmac
import http.client
import json
import threading
import time
import urllib.parse
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE_SIZE = 50
# What becomes of a POST: (does the phone get it, HTTP status or None for silence, Twilio's code).
FATES = {
    "201": (True, 201, 0),
    "429": (False, 429, 20429),
    "invalid": (False, 400, 21211),
    "opted out": (False, 400, 21610),
    "500": (False, 500, 20500),
    "500 but sent": (True, 500, 20500),
    "503": (False, 503, None),
    "cut": (False, None, 0),                # the connection ends without an answer
    "cut but sent": (True, None, 0),
    "hangs but sent": (True, 0, 0),         # nothing for longer than anybody waits
    "garbled but sent": (True, 201, None),  # 201 that cannot be read
    "undelivered": (False, 201, 30003),     # taken, and told later that the phone was not reached
}


class Text:
    """A message as the carrier keeps it; `at` is on the virtual clock."""

    def __init__(self, number, inbound, sender, to, body, at, status_url="", fate="201"):
        self.sid = "SM%032x" % number
        self.inbound, self.sender, self.to, self.body, self.at = inbound, sender, to, body, at
        self.status_url, self.fate = status_url, fate
        self.intent = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(status_url).query)).get("intent", "")
        self.told = None        # when smsflow was told of an inbound one: by webhook or in the list
        self.real_at = time.monotonic()

    def entry(self, account):
        date = format_datetime(self.at)
        return {"sid": self.sid, "account_sid": account, "from": self.sender, "to": self.to, "body": self.body,
                "direction": "inbound" if self.inbound else "outbound-api", "num_segments": "1", "num_media": "0",
                "status": "received" if self.inbound else "delivered", "error_code": None, "error_message": None,
                "date_created": date, "date_sent": date, "date_updated": date, "messaging_service_sid": None,
                "uri": "/2010-04-01/Accounts/%s/Messages/%s.json" % (account, self.sid)}


class FakeTwilio:
    def __init__(self, account, token, clock, lag=timedelta(0)):
        self.account, self.token, self.clock, self.lag = account, token, clock, lag
        self.plan = lambda to, count: "201"
        self.down = None                    # "503": every request is answered so
        self.messages = []                  # all, oldest first
        self.posts = []                     # (to, fate) of each POST
        self.lists = 0
        self.callbacks = []                 # (url, parameters) that are due
        self.webhooks = collections.Counter()   # answers to our webhooks, by status
        self.posted_to = collections.Counter()
        self.local = self.public = None
        self.lock = threading.Lock()
        self.server = None
        self.port = 0
        self.open()

    @property
    def reached(self):
        with self.lock:
            return [text for text in self.messages if not text.inbound and text.fate != "undelivered"]

    def open(self):
        carrier = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                carrier.answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def do_GET(self):
                carrier.answer(self, b"")

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        """Nothing listens any more: connections are refused. open() listens again at the same port."""
        self.server.shutdown()
        self.server.server_close()

    # Requests of smsflow.

    def answer(self, request, body):
        user = base64.b64encode(("%s:%s" % (self.account, self.token)).encode()).decode()
        url = urllib.parse.urlsplit(request.path)
        if self.down:
            return self.reply(request, int(self.down), None)
        if request.headers.get("Authorization") != "Basic " + user:
            return self.reply(request, 401, {"code": 20003, "message": "Authenticate", "status": 401})
        if url.path != "/2010-04-01/Accounts/%s/Messages.json" % self.account:
            return self.reply(request, 404, {"code": 20404, "message": "not found", "status": 404})
        if request.command == "GET":
            return self.reply(request, 200, self.page(dict(urllib.parse.parse_qsl(url.query))))
        self.take(request, dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)))

    def take(self, request, form):
        with self.lock:
            to = form["To"]
            self.posted_to[to] += 1
            fate = self.plan(to, self.posted_to[to])
            self.posts.append((to, fate))
            sent, status, code = FATES[fate]
            text = None
            if sent or fate == "undelivered":
                text = Text(len(self.messages) + 1, False, form["From"], to, form["Body"], self.clock(),
                            form.get("StatusCallback", ""), fate)
                self.messages.append(text)
                words = ["sent", "undelivered"] if fate == "undelivered" else ["sent", "delivered"]
                self.callbacks += [(text, word, code if word == "undelivered" else 0) for word in words]
        if fate == "hangs but sent":
            time.sleep(60)
        if not status:
            return request.connection.close()
        if status == 201:
            answer = dict(text.entry(self.account), status="queued") if code is not None else None
            return self.reply(request, 201, answer)
        self.reply(request, status, None if code is None else {"code": code, "message": "as planned", "status": status})

    def reply(self, request, status, document):
        body = b"<html>" if document is None else json.dumps(document).encode()
        try:
            request.send_response(status)
            request.send_header("Content-Type", "application/json")
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:
            pass    # whoever asked was killed

    def page(self, query):
        """Newest first; what is younger than the lag is not in it yet."""
        with self.lock:
            self.lists += 1
            now = self.clock()
            size = min(int(query.get("PageSize", PAGE_SIZE)), 1000)
            first = int(query.get("Page", 0)) * size
            since = query.get("DateSent>", "")
            found = [text for text in reversed(self.messages)
                     if text.at <= now - self.lag and query.get("To", text.to) == text.to
                     and query.get("From", text.sender) == text.sender and text.at.date().isoformat() >= since]
            shown = found[first:first + size]
            for text in shown:
                if text.inbound and text.told is None:
                    text.told = now
        path = "/2010-04-01/Accounts/%s/Messages.json" % self.account
        following = None
        if len(found) > first + size:
            following = path + "?" + urllib.parse.urlencode(dict(query, Page=str(first // size + 1)))
        return {"messages": [text.entry(self.account) for text in shown], "page": first // size, "page_size": size,
                "next_page_uri": following, "uri": path}

    # Requests to smsflow.

    def listen(self, local, public):
        self.local, self.public = local, public

    def say(self, phone, to, body, times=1):
        """A customer writes. The webhook is lost when nobody listens; the list has it all the same."""
        with self.lock:
            text = Text(len(self.messages) + 1, True, phone, to, body, self.clock())
            self.messages.append(text)
        form = {"MessageSid": text.sid, "SmsSid": text.sid, "SmsMessageSid": text.sid, "AccountSid": self.account,
                "From": phone, "To": to, "Body": body, "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received",
                "ApiVersion": "2010-04-01", "FromCountry": "US", "ToCountry": "US"}
        for _ in range(times):
            if self.post("%s/twilio/inbound" % self.public, form) == 200 and text.told is None:
                text.told = self.clock()
        return text

    def tell(self):
        """Status callbacks that are due, newest first now and then: their order is nobody's promise."""
        with self.lock:
            due, self.callbacks = self.callbacks, []
        if len(due) % 3 == 1:
            due.reverse()
        for text, word, code in due:
            if not text.status_url:
                continue
            form = {"MessageSid": text.sid, "SmsSid": text.sid, "MessageStatus": word, "SmsStatus": word, "To": text.to,
                    "From": text.sender, "AccountSid": self.account, "ApiVersion": "2010-04-01"}
            if code:
                form["ErrorCode"] = str(code)
            self.post(text.status_url, form)

    def post(self, url, form):
        """Signed as Twilio signs, over the public URL; posted to where smsflow listens. The status, or 0."""
        if self.local is None:
            return 0
        signed = url + "".join(key + form[key] for key in sorted(form))
        digest = hmac.new(self.token.encode(), signed.encode(), hashlib.sha1).digest()
        target = url[len(self.public):]
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.local).netloc, timeout=30)
        try:
            connection.request("POST", target, urllib.parse.urlencode(form),
                               {"Content-Type": "application/x-www-form-urlencoded",
                                "X-Twilio-Signature": base64.b64encode(digest).decode()})
            status = connection.getresponse().status
        except OSError:
            status = 0
        finally:
            connection.close()
        self.webhooks[status] += 1
        return status
