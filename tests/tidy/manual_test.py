"""The manual pages say what the verbs take: each option of each verb is in its page and in a
session, and each option of a page exists. mandoc has nothing to warn of."""

import re
import sqlite3
import subprocess
import sys
import tempfile

from tree import ROOT, files, lines, report

PAGES = files(["man"])
# mandoc knows the system's pages only.
BESIDE_THE_POINT = "referenced manual not found"


def help_of(*arguments):
    return subprocess.run([sys.argv[1], *arguments, "--help"], capture_output=True, text=True,
                          check=True).stdout


def verbs():
    listed = help_of().split("Subcommands:")[1]
    return re.findall(r"^  ([a-z-]+) ", listed, re.MULTILINE)


def options_of(verb):
    """Long options of a verb and, as "claim --agent", of what it has below it."""
    found = set()
    text = help_of(*verb.split())
    for option in re.findall(r"^\s+(?:-\w,)?(--[a-z-]+)", text, re.MULTILINE):
        found.add(option)
    for inner in re.findall(r"^  ([a-z-]+) ", text.partition("Subcommands:")[2], re.MULTILINE):
        found |= options_of(f"{verb} {inner}")
    return found


def documented(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    return {"-" + option for option in re.findall(r"^\.It Fl (?:\w , )?(-[a-z-]+)", text, re.MULTILINE)}


def against_help(sessions):
    for verb in verbs():
        page = f"man/smsflow-{verb}.1"
        if not (ROOT / page).is_file():
            yield f"{page} is missing"
            continue
        known, told = options_of(verb), documented(page)
        for option in sorted(known - told):
            yield f"{page}: {option} is not documented"
        for option in sorted(told - known):
            yield f"{page}: there is no option {option}"
        for option in sorted(known - {"--help"}):
            if not re.search(rf"smsflow {verb} [^|]*{option}\b", sessions):
                yield f"tests/cli: no session shows smsflow {verb} {option}"


def lint():
    done = subprocess.run(["mandoc", "-Tlint", "-Wstyle", *PAGES], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    for line in (done.stdout + done.stderr).splitlines():
        if BESIDE_THE_POINT not in line:
            yield line.removeprefix("mandoc: ")


def untold_columns():
    """Views are a promise: each of their columns is in smsflow-log(5)."""
    page = (ROOT / "man/smsflow-log.5").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        log = f"{scratch}/log.db"
        script = ROOT / "testdata/scripts/confirm.txt"
        subprocess.run([sys.argv[1], "simulate", "--quiet", script, "--log", log], check=True)
        with sqlite3.connect(log) as database:
            views = database.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")
            for (view,) in views.fetchall():
                told = page.partition(f".Ss {view}: ")[2].partition(".Ss ")[0]
                words = set(re.findall(r"\w+", told)) | {"source"}
                for column in database.execute(f"SELECT * FROM {view} LIMIT 0").description:
                    if column[0] not in words:
                        yield f"man/smsflow-log.5: {view}.{column[0]} is not documented"


def references():
    names = {f"{page.stem} {page.suffix[1:]}" for page in PAGES}
    for page in PAGES:
        for number, line in lines(page):
            match = re.match(r"\.Xr (smsflow[\w-]* \d)", line)
            if match and match.group(1) not in names:
                yield f"{page}:{number}: there is no page {match.group(1)}"


if __name__ == "__main__":
    shown = "\n".join(line for file in files(["tests/cli"], {".t"}) for _, line in lines(file))
    report(list(lint()) + list(references()) + list(against_help(shown)) +
           list(untold_columns()))
