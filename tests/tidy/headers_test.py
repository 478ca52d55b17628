"""Each third-party library is included where it has its home, and nowhere else."""

import fnmatch
import re

from tree import lines, report, sources

# Prefix of the header, and the files that may include it.
HOMES = [
    ("CLI/", ["cmd/options.cc"]),
    ("absl/", ["lib/time/zone.cc"]),
    ("boost/", ["lib/http/*"]),
    ("curl/", ["lib/http/curl_library.h"]),
    ("nlohmann/", ["lib/text/json.cc"]),
    ("openssl/", ["lib/text/digest.cc", "lib/text/hmac.cc"]),
    ("phonenumbers/", ["lib/message/phone_number.cc"]),
    ("re2/", ["lib/classify/*.cc"]),
    ("sqlite3.h", ["lib/store/sqlite.cc", "lib/expr/*.cc", "lib/record/sqlite_query.cc"]),
    ("toml++/", ["lib/toml/*.cc"]),
    ("utf8proc.h", ["lib/text/*.cc", "lib/classify/*.cc"]),
]
# What takes long to compile, or is a world of its own, stays in one file.
IN_ONE_FILE = ["CLI/", "absl/", "boost/beast", "curl/", "nlohmann/", "phonenumbers/", "re2/", "toml++/"]

if __name__ == "__main__":
    faults = []
    users = {prefix: set() for prefix in IN_ONE_FILE}
    for file in sources("lib", "cmd"):
        for number, line in lines(file):
            match = re.match(r"#include [<\"]([^>\"]+)[>\"]", line)
            if not match:
                continue
            header = match.group(1)
            for prefix, homes in HOMES:
                at_home = any(fnmatch.fnmatch(str(file), home) for home in homes)
                if header.startswith(prefix) and not at_home:
                    faults.append(f"{file}:{number}: {header} belongs to {' '.join(homes)}")
            for prefix in IN_ONE_FILE:
                if header.startswith(prefix):
                    users[prefix].add(str(file))
    for prefix, found in users.items():
        if len(found) > 1:
            faults.append(f"{prefix} is included by {' and '.join(sorted(found))}: one will do")
    report(faults)
