"""The clinic of day.py: two branches in two zones, a scheduling system and a ledger that are exported every 15 minutes,
and customers who answer. What a row looks like at a moment depends on nothing but the moment."""
import csv
import hashlib
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
EXPORT = timedelta(minutes=15)
LEDGER_ZONE = ZoneInfo("America/New_York")
BRANCHES = {"North": ("America/New_York", "+1212555"), "South": ("America/Los_Angeles", "+1213555")}
FIRST = datetime(2024, 3, 4, 6, 0, tzinfo=LEDGER_ZONE)  # a Monday that is over, whenever this runs
# What becomes of a row, in turn; the same for bookings and invoices.
LIVES = ("steady", "appears", "moves", "steady", "flaps", "vanishes", "steady", "returns", "ends", "steady", "refuses")


def chance(*what):
    """A number from 0 to 1 that depends on nothing but what it is for."""
    digest = hashlib.sha256("\x1f".join(map(str, what)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2.0 ** 64


class Row:
    """What is true of one booking or invoice, and when that changes."""

    def __init__(self, number, phone, life):
        self.number, self.phone, self.life = number, phone, life
        self.name = "Kim%03d" % number          # whoever reads a text knows whom it is about
        self.change = FIRST + HOUR * (2 + int(chance("change", number) * 40) / 4)
        self.back = self.change + HOUR * (0.5 + int(chance("back", number) * 10) / 4)

    def stands(self, now):
        if self.life == "appears":
            return now >= self.change
        if self.life == "vanishes":
            return now < self.change
        return self.life != "returns" or not self.change <= now < self.back

    def is_open(self, now):
        if self.life == "flaps":                # off, on, off and on again
            return int((now - self.change) / (2 * EXPORT)) % 2 == 1 if self.change <= now < self.back else True
        return self.life != "ends" or now < self.change

    def consents(self):
        return self.life != "refuses"


class Booking(Row):
    workflow = "appointment"
    columns = ("appointment_id", "patient_phone", "first_name", "starts_at", "status", "branch", "zone", "staff",
               "reschedule_url", "sms_consent")

    def __init__(self, number, phone, life, branch):
        super().__init__(number, phone, life)
        self.branch = branch
        self.zone = ZoneInfo(BRANCHES[branch][0])
        hours = 5 + int(chance("starts", number) * 160) / 4
        self.first = FIRST.replace(tzinfo=None) + hours * HOUR
        if not 8 <= self.first.hour < 19:
            self.first = self.first.replace(hour=9 + self.first.hour % 9)
        self.key = "B%04d" % number

    def starts(self, now):
        """Local to the branch."""
        return self.first + timedelta(hours=25) if self.life == "moves" and now >= self.change else self.first

    moment = starts

    def window(self, now):
        starts = self.starts(now).replace(tzinfo=self.zone)
        return starts - 24 * HOUR, starts - 2 * HOUR

    def cells(self, now):
        status = "booked" if self.is_open(now) else "cancelled"
        return (self.key, self.phone, self.name, self.starts(now).isoformat(timespec="minutes"), status, self.branch,
                self.zone.key, "Dr Lee", "https://clinic.example/r/" + self.key, "yes" if self.consents() else "no")

    def says(self, moment, text, _):
        """Whether the text is about this moment of it."""
        return moment.strftime("%I:%M %p").lstrip("0") in text


class Invoice(Row):
    workflow = "payment"
    columns = ("invoice_number", "customer_phone", "first_name", "status", "due_on", "amount", "disputed", "branch",
               "sms_consent")
    zone = LEDGER_ZONE

    def __init__(self, number, phone, life):
        super().__init__(number, phone, life)
        self.branch = ""
        self.first = FIRST.replace(tzinfo=None, hour=0) + timedelta(days=2 + number % 3)
        self.key = "%07d" % (3000000 + number)

    def due(self, now):
        return self.first + timedelta(days=2) if self.life == "moves" and now >= self.change else self.first

    moment = due

    def window(self, now):
        due = self.due(now).replace(tzinfo=self.zone)
        return due - 62 * HOUR, due + 20 * HOUR

    def cells(self, now):
        disputed = "no" if self.is_open(now) else "yes"
        return (self.key, self.phone, self.name, "open", self.due(now).date().isoformat(), "50.00", disputed, "North",
                "yes" if self.consents() else "no")

    def says(self, moment, text, now):
        days = (moment.date() - now.astimezone(self.zone).date()).days
        day = {0: "today", 1: "tomorrow"}.get(days, moment.strftime("%A"))
        return self.key in text and day in text


class World:
    def __init__(self, bookings, invoices):
        self.rows = []
        for number in range(bookings):
            branch = ("North", "South")[number % 2]
            # One in eight shares the phone of somebody of the same branch.
            phone = BRANCHES[branch][1] + "%04d" % (1000 + (number - 2 if number % 16 in (6, 7) else number))
            self.rows.append(Booking(number, phone, LIVES[number // 2 % len(LIVES)], branch))
        for number in range(bookings, bookings + invoices):
            self.rows.append(Invoice(number, BRANCHES["North"][1] + "%04d" % (1000 + number),
                                     LIVES[number % len(LIVES)]))
        self.by_name = {row.name: row for row in self.rows}
        self.by_key = {row.key: row for row in self.rows}
        phones = [row.phone for row in self.rows]
        self.alone = {phone for phone in phones if phones.count(phone) == 1}

    def export(self, workflow, now, kind="whole"):
        """The text of the file, and the rows in it. Kinds: whole, empty, header, north (only), cut (short)."""
        rows = [row for row in self.rows if row.workflow == workflow and row.stands(now)]
        if kind in ("empty", "header"):
            rows = []
        if kind == "north":
            rows = [row for row in rows if row.branch != "South"]
        if kind == "cut":
            rows = rows[:6]
        text = io.StringIO()
        if kind != "empty":
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow((Booking if workflow == "appointment" else Invoice).columns)
            writer.writerows(row.cells(now) for row in rows)
        return text.getvalue(), rows


class Looks:
    """The latest look at each part of each source, and the one before it."""

    def __init__(self):
        self.latest, self.before = {}, {}

    def take(self, workflow, rows, now):
        scopes = {row.branch for row in rows} if workflow == "appointment" else {""}
        for scope in scopes:
            self.before[workflow, scope] = self.latest.get((workflow, scope))
            self.latest[workflow, scope] = (now, {row.key for row in rows if row.branch == scope})

    def settle(self, workflow, now):
        """The workflow's records of now were read: nothing before them counts any more."""
        for (name, scope), look in self.latest.items():
            if name == workflow:
                self.before[name, scope] = None

    def seen(self, row):
        """When the row was last looked at and stood; while a new export is taken in, either counts."""
        looks = [each.get((row.workflow, row.branch)) for each in (self.latest, self.before)]
        return [look[0] for look in looks if look and row.key in look[1]]
