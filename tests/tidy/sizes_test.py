"""Files and functions stay small. Relies on the formatter's indentation."""

import re

from tree import lines, report, sources

FILE_LINES = 400
FUNCTION_LINES = 70
# What opens a block at column 0 or inside a class and is no function.
NO_FUNCTION = re.compile(r"\s*(namespace|class|struct|enum|union|extern|template)\b|.*[=,(]\s*\{$")


def code_lines(file):
    """The lines without those inside raw strings, which are indented as their language likes."""
    end = None
    for number, line in lines(file):
        if end is None:
            yield number, line
            opening = re.search(r'R"(\w*)\(', line)
            if opening and f'){opening.group(1)}"' not in line[opening.end():]:
                end = f'){opening.group(1)}"'
        elif end in line:
            end = None


def long_functions(file):
    """Blocks that open with "{" at some depth of indentation and close with "}" at the same."""
    opened = {}  # by indentation: line and count of code lines where its head begins
    start = {}
    for count, (number, line) in enumerate(code_lines(file)):
        indent = len(line) - len(line.lstrip(" "))
        if indent not in (0, 2):
            continue
        text = line.strip()
        if not text or text.startswith(("#", "//")):
            continue
        if text.startswith("}"):
            begun, first = opened.pop(indent, (number, count))
            if count - first + 1 > FUNCTION_LINES:
                yield f"{file}:{begun}: a function of {count - first + 1} lines"
            start.pop(indent, None)
        elif text.endswith("{") and not NO_FUNCTION.match(line):
            if indent == 0 or 0 not in opened:
                opened[indent] = start.get(indent, (number, count))
            start.pop(indent, None)
        elif text.endswith((";", ":", "}")):
            start.pop(indent, None)
        else:
            start.setdefault(indent, (number, count))


if __name__ == "__main__":
    faults = []
    for file in sources("lib", "cmd"):
        count = len(lines(file))
        if count > FILE_LINES:
            faults.append(f"{file}: {count} lines, more than {FILE_LINES}")
        faults.extend(long_functions(file))
    report(faults)
