"""A build may compile all files of a folder as one: a name in an anonymous namespace belongs to one file of it. Two
functions of one name would be overloads then, and the wrong one might be called in silence."""

import collections
import re

from tree import ROOT, files, report

ANONYMOUS = re.compile(r"\nnamespace \{\n(.*?)\n\}  // namespace\n", re.S)
# At column 0 inside an anonymous namespace; the formatter indents everything else.
NAMES = [re.compile(r"(?:struct|class|enum class|using) (\w+)(?! *::)"),
         re.compile(r"(?:\[\[\w+\]\] )?[\w:<>,&*]+(?:[\w:<>,&* ]*[ &*])(\w+)\("),
         re.compile(r"(?:constexpr|const|static) [\w:<>,&* ]*[ &*](\w+)(?:\[\w*\])?(?: =|\{|;)")]


def names(file):
    for block in ANONYMOUS.findall((ROOT / file).read_text(encoding="utf-8")):
        for line in block.split("\n"):
            if line.startswith("using namespace") or "::" in line and line.startswith("using "):
                continue
            for pattern in NAMES:
                if found := pattern.match(line):
                    yield found.group(1)
                    break


if __name__ == "__main__":
    homes = collections.defaultdict(set)
    for file in files(["lib", "cmd"], {".cc"}):
        for name in names(file):
            homes[file.parent, name].add(file)
    assert len(homes) > 500, "the pattern finds too little"
    report([f"{name} in " + " and ".join(map(str, sorted(where)))
            for (_, name), where in sorted(homes.items()) if len(where) > 1])
