"""The judge of day.py: each text that reached a phone against what was true then, and at the end the log against what
the carrier knows."""
import collections
import re

from common import *
from day_world import HOUR, Looks

FRESH = HOUR
QUIET = (8, 21)
KINDS = [  # by their words, which the shipped workflows have
    ("asked", True, re.compile(r"Hi (Kim\d+), your appointment with ")),
    ("nudged", True, re.compile(r"Northside Dental: we are holding .* for you, (Kim\d+)\.")),
    ("reminded", True, re.compile(r"Hi (Kim\d+), Brightline invoice ")),
    ("due_soon", True, re.compile(r"Brightline: invoice .*, (Kim\d+)\. Pay")),
    ("confirmed", False, re.compile(r"Thank you, (Kim\d+)\. See you ")),
    ("rescheduling", False, re.compile(r"No problem, (Kim\d+)\. Pick another")),
    ("claimed", False, re.compile(r"Thank you, (Kim\d+)\. We look for your payment")),
    ("ask_date", False, re.compile(r"No problem, (Kim\d+)\. Until which day")),
]
ENDED = ("accepted", "sent", "delivered", "undelivered", "rejected", "suppressed", "held_out", "expired",
         "expired_unknown")


class Judge:
    def __init__(self, world, carrier, log):
        self.world, self.carrier, self.log = world, carrier, log
        self.looks = Looks()
        self.heard = []                             # (row, kind, moment of the row, when, text)
        self.others = []                            # texts about nobody in particular
        self.replies = []                           # [phone, text, row, told, when, when told]
        self.now = self.phase = None
        self.in_doubt = 0

    def tick(self, now):
        self.now = now

    def say(self, text, row, what):
        """Fails, with what the log knows of the text."""
        for event in rows(self.log, "select id, at, kind, data from v_event where intent = ?", text.intent):
            print("  event %d at %d: %s %.400s" % event)
        about = "%s, which %s at %s" % (row.key, row.life, row.change) if row else "nobody's row"
        check(False, "%s (%s), %s: %s\n  %r" % (self.now, self.phase, about, what, text.body))

    def text(self, text, now, phase):
        self.now, self.phase = now, phase
        self.stopped(text)
        for kind, begun, words in KINDS:
            found = words.match(text.body)
            if found:
                row = self.world.by_name[found.group(1)]
                if row.phone != text.to:
                    self.say(text, row, "reached another phone")
                if begun:
                    self.begun(text, row, kind)
                self.heard.append((row, kind, row.moment(now), now, text))
                return row, kind
        self.others.append((now, text))
        return None, "other"

    def begun(self, text, row, kind):
        """A text that we began: on a row that stood, in its time, by day, once."""
        faults = [self.fault(text, row, seen) for seen in self.looks.seen(row)] or ["its row is gone"]
        if all(faults):
            self.say(text, row, " / ".join(faults))
        local = self.now.astimezone(row.zone)
        if not QUIET[0] <= local.hour < QUIET[1]:
            self.say(text, row, "at night: %s" % local)
        if not row.consents():
            self.say(text, row, "without consent")
        text.about = self.moment(text, row)
        earlier = [when for other, word, _, when, before in self.heard
                   if other is row and word == kind and before.about == text.about]
        if earlier:
            self.say(text, row, "said before, at %s" % earlier)

    def moment(self, text, row):
        """Which moment of the row the text is about."""
        moments = {row.first, row.moment(self.now)}
        return next((moment for moment in sorted(moments) if row.says(moment, text.body, self.now)), None)

    def fault(self, text, row, seen):
        """Why the text should not have left on the row as it was seen then; "" if it may."""
        begins, expires = row.window(seen)
        if self.now - seen > FRESH:
            return "its export is of %s" % seen
        if not row.is_open(seen):
            return "the row is not open"
        if not begins <= self.now <= expires:
            return "not from %s to %s" % (begins, expires)
        return "" if row.says(row.moment(seen), text.body, self.now) else "it says another moment"

    def stopped(self, text):
        for phone, words, _, told, _, at in self.replies:
            if phone != text.to or words != "STOP" or at is None:
                continue
            _, kind = next(((k, b) for k, b, w in KINDS if b and w.match(text.body)), (None, False))
            # What was claimed before may still be on its way for a moment.
            if kind and (at[0] < self.now or text.real_at > at[1] + 1):
                self.say(text, None, "STOP was said and known at %s" % at[0])

    def written(self, phone, text, row, told, now):
        self.replies.append([phone, text, row, told, now, None])
        self.told(now)

    def told(self, now):
        for reply in self.replies:
            if reply[5] is None and reply[3]():
                reply[5] = (now, time.monotonic())

    # The end.

    def end(self, day):
        self.nobody_forgotten(day)
        self.replies_end(day)
        self.intents_end(day)
        intents = [text.intent for *_, text in self.heard] + [text.intent for _, text in self.others]
        twice = [intent for intent, count in collections.Counter(intents).items() if count > 1]
        check(not twice, "%d intents reached a phone twice: %s" % (len(twice), twice[:3]))
        day.call("log", "verify")
        day.call("log", "rebuild-check")
        day.call("report", "--now", day.now.isoformat())

    def nobody_forgotten(self, day):
        """Who stood all the time, consented and has a phone that works was asked, once."""
        asked = collections.Counter((row.key, kind) for row, kind, *_ in self.heard)
        for row in self.world.rows:
            wanted = row.life == "steady" and row.phone in self.world.alone and self.carrier.well(row.phone)
            if not wanted:
                continue
            kind = "asked" if row.workflow == "appointment" else "reminded"
            texts = rows(day.log, "select step, state, block, detail from v_message where key = ?", row.key)
            # Killed in the middle, or not in the copy: in doubt a text is missing, under a name.
            in_doubt = asked[row.key, kind] == 0 and (kind + ".say", "expired_unknown") in [each[:2] for each in texts]
            self.in_doubt += in_doubt
            check(in_doubt or asked[row.key, kind] == 1,
                  "%s was %s %d times: %s" % (row.key, kind, asked[row.key, kind], texts))
        check(self.in_doubt <= 3, "%d people were not texted for doubt" % self.in_doubt)

    def replies_end(self, day):
        """Each reply is in the log, once, and says what became of it."""
        taken = rows(day.log, "select v_reply.handled, count(*) from v_reply group by 1")
        check(all(handled for handled, _ in taken), "a reply without an end: %s" % taken)
        count = sum(number for _, number in taken)
        lost = [reply for reply in self.replies if reply[5] is None]
        check(not lost, "smsflow was never told of %d replies" % len(lost))
        if self.carrier.lists_inbound:
            check(count == len(self.replies), "%d replies were written, the log has %d" % (len(self.replies), count))
        else:
            check(count <= len(self.replies), "the log has more replies than were written")
        self.taken = dict(taken)

    def intents_end(self, day):
        """Days later everything is over: nothing waits any more, and what did not leave says why."""
        waiting = rows(day.log, "select id, key, step, state, block, due from v_message where state not in " + str(ENDED))
        check(not waiting, "%d texts are not settled: %s" % (len(waiting), waiting[:5]))
        silent = rows(day.log, "select id, key, step from v_message where state = 'suppressed' and "
                               "coalesce(block, 'none') = 'none'")
        check(not silent, "kept back without a reason: %s" % silent[:5])
        conversations = rows(day.log, "select distinct status from v_conversation")
        check(set(conversations) <= {(word,) for word in ("waiting", "open", "owned", "ended", "void")}, conversations)

    def summary(self, day):
        count = collections.Counter(kind for _, kind, *_ in self.heard)
        states = rows(day.log, "select state || coalesce(' ' || nullif(block, 'none'), ''), count(*) from v_message "
                               "group by 1 order by 2 desc")
        return ["reached: %s, others %d" % (dict(count), len(self.others)), "in the log: %s" % dict(states),
                "replies: %d, %s" % (len(self.replies), self.taken), "exits: %s" % dict(day.exits)]
