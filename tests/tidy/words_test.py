"""Names that mean nothing, notes to oneself and places of one machine stay out of the tree."""

import re

from tree import files, lines, report

NAMES = re.compile(r"(^|_)(util|utils|helper|helpers|manager|handler|handlers)(_|\.|$)")
# Split, so that this file passes its own test.
WORDS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK|Chat" r"GPT|Clau" r"de)\b")
PLACES = re.compile(r"(^|[^\w.])/(wo" r"rk|ro" r"ot|ho" r"me)/|\bregistry\.np" r"mjs|deb\.deb" r"ian\.")
# What people wrote to somebody else is data.
DATA = ("testdata/", "lib/classify/data/")

if __name__ == "__main__":
    faults = []
    for file in files():
        if NAMES.search(file.name):
            faults.append(f"{file}: name it after what it is")
        if str(file).startswith(DATA):
            continue
        for number, line in lines(file):
            for pattern in (WORDS, PLACES):
                match = pattern.search(line)
                if match:
                    faults.append(f"{file}:{number}: {match.group(0).strip()}")
    report(faults)
