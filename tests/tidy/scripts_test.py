"""Every workflow is played in every way a reply can come: the table of testdata/scripts/README.md holds."""

from tree import ROOT, report

FOLDER = ROOT / "testdata/scripts"
MAY_BE_EMPTY = {"Spanish", "second thought", "silence"}
CASES = {"first option", "second option", "third option", "other words", "invalid", "late", "duplicate",
         "mismatched id", "after hours"} | MAY_BE_EMPTY


def table():
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return rows[0][1:], rows[2:]


def faults_of(name, workflow):
    file = FOLDER / f"{name}.txt"
    if not file.is_file():
        return [f"testdata/scripts/README.md: no script {name}"]
    lines = file.read_text(encoding="utf-8").splitlines()
    played = [line.split("/")[-1].removesuffix(".toml") for line in lines if line.startswith("workflow ")]
    faults = []
    if workflow not in (played or ["appointment"]):
        faults.append(f"{name}: does not play {workflow}")
    said = max((i for i, line in enumerate(lines) if line.startswith("<")), default=0)
    if not any(line.startswith("= ") for line in lines[said:]):
        faults.append(f"{name}: checks no state after the last reply")
    return faults


if __name__ == "__main__":
    workflows, rows = table()
    faults = [f"no column for {file.stem}" for file in sorted((ROOT / "workflows").glob("*.toml"))
              if file.stem not in workflows]
    faults += [f"no row for {case}" for case in sorted(CASES - {row[0] for row in rows})]
    for case, *cells in rows:
        for workflow, cell in zip(workflows, cells, strict=True):
            if not cell and case not in MAY_BE_EMPTY:
                faults.append(f"{workflow}: no script for {case}")
            for name in cell.split():
                faults += faults_of(name, workflow)
    report(faults)
