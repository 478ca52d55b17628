"""The checkout as the tidy tests see it, and how they report."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = ["CMakeLists.txt", "README.md", ".ci", "cmd", "lib", "man", "testdata", "tests",
         "workflows"]


def files(parts=PARTS, suffixes=None):
    """Files below the parts, as paths relative to the root, sorted."""
    found = []
    for part in parts:
        path = ROOT / part
        for file in [path] if path.is_file() else path.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                if suffixes is None or file.suffix in suffixes:
                    found.append(file.relative_to(ROOT))
    return sorted(found)


def sources(*parts):
    return files(parts, {".cc", ".h"})


def lines(file):
    """Numbered lines of a text file; none of a binary one."""
    try:
        text = (ROOT / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    return list(enumerate(text.splitlines(), 1))


def report(faults):
    """Prints the faults and exits: 1 when there are any."""
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)
