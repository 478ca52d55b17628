#!/usr/bin/env python3
"""Writes testdata/zones/judged.tsv: clocks around their changes, as Python's zoneinfo sees them.

Rows "utc" ask Zone::local and Zone::offset_s; rows "wall" ask Zone::instant (fold 0 is its rule for
skipped and repeated readings). Renew with:  tests/time/judge_zones.py > testdata/zones/judged.tsv
"""
import datetime as dt
import random
import zoneinfo

UTC = dt.timezone.utc
# Past changes anywhere; those to come only where the rules have long been the same.
PAST = """America/New_York America/Chicago America/Phoenix America/Sao_Paulo America/St_Johns
America/Havana America/Asuncion America/Santiago America/Caracas Africa/Casablanca Africa/Cairo
Africa/Monrovia Africa/Juba Asia/Kathmandu Asia/Kolkata Asia/Tehran Asia/Gaza Asia/Pyongyang
Asia/Amman Australia/Lord_Howe Australia/Adelaide Antarctica/Troll Antarctica/Casey Atlantic/Azores
Europe/London Europe/Dublin Europe/Lisbon Europe/Istanbul Europe/Moscow Europe/Volgograd
Pacific/Apia Pacific/Kwajalein Pacific/Chatham Pacific/Tongatapu Pacific/Norfolk""".split()
COMING = """America/New_York America/Los_Angeles Europe/London Europe/Berlin
Australia/Lord_Howe Australia/Sydney Pacific/Auckland Pacific/Chatham""".split()


def changes(zone, first_year, last_year):
    """Moments of new offsets, by bisection between days."""
    at = int(dt.datetime(first_year, 1, 1, tzinfo=UTC).timestamp())
    end = int(dt.datetime(last_year, 1, 1, tzinfo=UTC).timestamp())
    while at < end:
        low, high = at, at + 86400
        if offset(zone, low) != offset(zone, high):
            while high - low > 1:
                middle = (low + high) // 2
                if offset(zone, middle) == offset(zone, low):
                    low = middle
                else:
                    high = middle
            yield high
        at += 86400


def wall(zone, epoch):
    return dt.datetime.fromtimestamp(epoch, UTC).astimezone(zone)


def offset(zone, epoch):
    return int(wall(zone, epoch).utcoffset().total_seconds())


def rows(names, first_year, last_year, per_zone, chance):
    for name in names:
        zone = zoneinfo.ZoneInfo(name)
        found = list(changes(zone, first_year, last_year))
        for change in sorted(chance.sample(found, min(per_zone, len(found)))):
            for near in (-3601, -1, 0, chance.randrange(1, 7200)):
                here = wall(zone, change + near)
                yield "utc", name, change + near, offset(zone, change + near), here
            before = wall(zone, change - 1).replace(tzinfo=None)
            for seconds in (1, 1801, chance.randrange(-7200, 7200)):
                reading = before + dt.timedelta(seconds=seconds)
                epoch = int(reading.replace(tzinfo=zone, fold=0).timestamp())
                yield "wall", name, epoch, offset(zone, epoch), reading


def main():
    chance = random.Random(20260308)
    print("# kind", "zone", "epoch_s", "offset_s", "reading", "weekday (0 is Sunday)", sep="\t")
    cases = list(rows(PAST, 1970, 2025, 6, chance)) + list(rows(COMING, 2027, 2100, 12, chance))
    for kind, name, epoch, offset_s, reading in cases:
        weekday = reading.isoweekday() % 7
        print(kind, name, epoch, offset_s, reading.strftime("%Y-%m-%dT%H:%M:%S"), weekday, sep="\t")


main()
