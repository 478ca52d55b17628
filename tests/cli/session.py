"""Plays a session: commands, and all they print, with the clock, the zone and the home pinned.

    session.py SMSFLOW FILE.t [--update]

  # A comment.
  --- greet.txt         lays a file, up to a line of three dashes
  hello
  ---
  $ cat greet.txt       runs a command by sh, in a scratch folder with links to testdata/ and workflows/
  | hello               its standard output, line by line
  ! oops                its standard error
  = 1                   its exit status, when it is not 0

--update writes what the commands print now into the session.
"""

import difflib
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ("|", "!", "=")


def environment(smsflow, home):
    return {
        "PATH": f"{smsflow.parent}:/usr/bin:/bin",
        "HOME": str(home),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
    }


def marked(mark, text):
    return [f"{mark} {line}".rstrip() for line in text.splitlines()]


def run(command, folder, variables):
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=variables, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    status = [f"= {done.returncode}"] if done.returncode else []
    return marked("|", done.stdout) + marked("!", done.stderr) + status


def play(script, folder, variables):
    """The session as it is, with the results of its commands as they are now."""
    played = []
    file = None
    for line in script:
        if file is not None:
            played.append(line)
            if line == "---":
                file = None
            else:
                with open(file, "a", encoding="utf-8") as out:
                    out.write(line + "\n")
        elif line.startswith("--- "):
            played.append(line)
            file = folder / line[4:]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("", encoding="utf-8")
        elif line.startswith("$ "):
            played.append(line)
            played.extend(run(line[2:], folder, variables))
        elif not line.startswith(RESULTS):
            played.append(line)
    return played


def main(smsflow, session, update):
    script = session.read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory(prefix="smsflow-cli-") as scratch:
        folder = pathlib.Path(scratch) / "here"
        home = pathlib.Path(scratch) / "home"
        folder.mkdir()
        home.mkdir()
        for part in ("testdata", "workflows"):
            (folder / part).symlink_to(ROOT / part)
        played = play(script, folder, environment(smsflow, home))
    if played == script:
        return 0
    if update:
        session.write_text("\n".join(played) + "\n", encoding="utf-8")
        return 0
    print("\n".join(difflib.unified_diff(script, played, session.name, "now", lineterm="")))
    print(f"\nrenew it with: {sys.executable} {__file__} {smsflow} {session} --update")
    return 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(),
                  "--update" in sys.argv[3:]))
