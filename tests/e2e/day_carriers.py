"""The two carriers of day.py from the outside: what reached which phone, how customers write, how it goes down."""
import http.client
import json
import os
import urllib.parse
from datetime import timedelta

from common import *
from fake_twilio import FakeTwilio

TOKEN = "0123456789abcdef0123456789abcdef"
ACCOUNT = "AC" + "a" * 32
PUBLIC = "https://hooks.example.test"
# What becomes of the first POST to a phone, in turn; the second one is taken, unless the number is invalid.
FATES = ("201", "500", "201", "429", "201", "500 but sent", "201", "invalid", "201", "cut but sent", "201", "undelivered",
         "201", "garbled but sent", "201", "cut", "201", "503")


class Reached:
    """A text on a phone. `intent` is what smsflow calls it."""

    def __init__(self, to, body, intent, real_at):
        self.to, self.body, self.intent, self.real_at = to, body, intent, real_at


class TwilioCarrier:
    name = "twilio"
    lists_inbound = True
    number = "+15005550006"

    def __init__(self, scratch, clock, port):
        self.local = "http://127.0.0.1:%d" % port
        self.twilio = FakeTwilio(ACCOUNT, TOKEN, clock, lag=timedelta(minutes=4))
        self.twilio.plan = self.fate
        self.offset = 0
        scratch.file("twilio.token", TOKEN + "\n")
        self.config = '''[provider.main]
kind = "twilio"
account = "%s"
secret_file = "./twilio.token"
public_url = "%s"
api_url = "http://127.0.0.1:%d"
''' % (ACCOUNT, PUBLIC, self.twilio.port)

    def fate(self, to, count):
        fate = FATES[int(to[-4:]) // 2 % len(FATES)]
        return fate if count == 1 or fate == "invalid" else "201"

    def well(self, phone):
        """Everything that is posted to it arrives at once."""
        return self.fate(phone, 1) == "201"

    def take(self):
        reached = self.twilio.reached
        fresh, self.offset = reached[self.offset:], len(reached)
        return [Reached(text.to, text.body, text.intent, text.real_at) for text in fresh]

    def server(self, is_up):
        self.twilio.listen(self.local if is_up else None, PUBLIC)

    def say(self, phone, text, times):
        """A function that tells whether smsflow knows of it."""
        written = self.twilio.say(phone, self.number, text, times)
        return lambda: written.told is not None

    def tell(self):
        self.twilio.tell()

    def outage(self, kind):
        """refused, failing or over."""
        if self.twilio.down is None and kind == "refused":
            self.twilio.close()
            self.twilio.down = "503"
        elif self.twilio.down and kind == "failing":
            self.twilio.open()
        elif kind == "over":
            self.twilio.down = None

    def close(self):
        self.twilio.close()


class FileCarrier:
    """Texts leave into a file; replies come in as a gateway posts them, which tries again while nobody listens."""
    name = "file"
    lists_inbound = False
    number = "+15005550006"

    def __init__(self, scratch, _, port):
        self.path, self.port, self.offset = os.path.join(scratch.path, "texts.jsonl"), port, 0
        self.is_up, self.waiting, self.said = False, [], 0
        self.config = '''[provider.main]
kind = "file"
path = "texts.jsonl"
[provider.gateway]
kind = "kannel"
account = "tester"
secret_file = "./password"
token_file = "./token"
public_url = "http://127.0.0.1:%d"
api_url = "http://127.0.0.1:9"
''' % port
        scratch.file("password", "foobar\n")
        scratch.file("token", TOKEN + "\n")

    def well(self, _):
        return True

    def take(self):
        if not os.path.isfile(self.path):
            return []
        with open(self.path, encoding="utf-8") as texts:
            texts.seek(self.offset)
            lines = [json.loads(line) for line in texts]
            self.offset = texts.tell()
        return [Reached(line["to"], line["text"], line["intent"], time.monotonic()) for line in lines]

    def server(self, is_up):
        self.is_up = is_up
        if is_up:
            waiting, self.waiting = self.waiting, []
            for one in waiting:
                self.post(one)

    def say(self, phone, text, times):
        self.said += 1
        one = {"id": "in%d" % self.said, "from": phone, "to": self.number, "text": text, "coding": "0",
               "charset": "UTF-8", "told": False}
        for _ in range(times):
            self.post(one)
        return lambda: one["told"]

    def post(self, one):
        if not self.is_up:
            if one not in self.waiting:
                self.waiting.append(one)
            return
        query = urllib.parse.urlencode({key: value for key, value in one.items() if key != "told"})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/kannel/%s/inbound?%s" % (TOKEN, query))
        check(connection.getresponse().status == 200, "a reply was not taken")
        connection.close()
        one["told"] = True

    def tell(self):
        pass

    def outage(self, kind):
        """A folder stands where the file was: nothing can be appended."""
        if kind == "refused" and not os.path.isdir(self.path):
            os.rename(self.path, self.path + ".kept")
            os.mkdir(self.path)
        elif kind == "over" and os.path.isdir(self.path):
            os.rmdir(self.path)
            os.rename(self.path + ".kept", self.path)

    def close(self):
        pass


CARRIERS = {"twilio": TwilioCarrier, "file": FileCarrier}
