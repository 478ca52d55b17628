"""Includes follow the arrows: the link lines of lib/CMakeLists.txt, told again in lib/README.md."""

import re

from tree import ROOT, lines, report, sources

# What all verbs share.
SHARED = ("command.h", "options.h", "shared_options.h")
INCLUDE = re.compile(r'#include "([^"]+)"')


def arrows():
    text = (ROOT / "lib/CMakeLists.txt").read_text()
    found = {}
    for name, targets in re.findall(r"smsflow_library\((\w+)\s+ARROWS([\w\s]*?)(?:LINKS|\))", text):
        found[name] = set(targets.split())
    return found


def includes():
    """(file, line, folder) of every quoted include."""
    for file in sources("lib", "cmd"):
        for number, line in lines(file):
            match = INCLUDE.match(line)
            if match:
                yield file, number, match.group(1).split("/")[0], match.group(1)


def broken(allowed):
    for file, number, folder, header in includes():
        if file.parts[0] == "cmd":
            # cmd/classify_lines.h belongs to the verb of cmd/classify.cc.
            own = header.split("_")[0] == file.stem.split("_")[0]
            if folder not in allowed and header not in SHARED and not own:
                yield f"{file}:{number}: {header}: a verb includes no other verb"
            continue
        home = file.parts[1]
        if folder == home:
            continue
        if folder not in allowed:
            yield f"{file}:{number}: {header}: include paths begin at lib/"
        elif folder not in allowed.get(home, set()):
            yield f"{file}:{number}: {header}: there is no arrow {home} -> {folder}"


def circles(allowed):
    def reach(folder, path):
        for target in sorted(allowed.get(folder, ())):
            if target == path[0]:
                yield path + [target]
            elif target not in path:
                yield from reach(target, path + [target])

    for folder in sorted(allowed):
        for path in reach(folder, [folder]):
            yield "lib/CMakeLists.txt: a circle: " + " -> ".join(path)


def untold(allowed):
    """Lines of lib/README.md like "    engine -> classify policy" tell the same arrows."""
    told = {}
    for _, line in lines("lib/README.md"):
        match = re.match(r" +(\w+) +-> +([\w ]+)$", line)
        if match:
            told[match.group(1)] = set(match.group(2).split())
    for home, targets in sorted(allowed.items()):
        if targets and told.get(home) != targets:
            yield f"lib/README.md: the line of {home} must say: {home} -> {' '.join(sorted(targets))}"
    for home in sorted(set(told) - set(allowed)):
        yield f"lib/README.md: there is no folder {home}"
    for number, line in lines("lib/README.md"):
        for path in re.findall(r"`(\w+/[\w*]+\.(?:cc|h))`", line):
            if not list(ROOT.glob(f"lib/{path}")) and not (ROOT / path).is_file():
                yield f"lib/README.md:{number}: there is no {path}"


if __name__ == "__main__":
    known = arrows()
    report(list(broken(known)) + list(circles(known)) + list(untold(known)))
