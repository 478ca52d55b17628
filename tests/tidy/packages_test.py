"""README.md says of every package of tests/packages.txt what it is for, and of no other."""

import re

from tree import lines, report

if __name__ == "__main__":
    listed = {line for _, line in lines("tests/packages.txt") if re.match(r"[a-z]", line)}
    explained = set()
    for _, line in lines("README.md"):
        match = re.match(r"\| ([\w+.,-]+(?: [\w+.-]+,?)*) \| ", line)
        if match:
            explained |= set(match.group(1).split(", "))
    explained -= {"package", "verb", "---"}
    report([f"README.md: what is {package} for?" for package in sorted(listed - explained)] +
           [f"README.md: {package} is not in tests/packages.txt" for package in
            sorted(explained - listed)])
