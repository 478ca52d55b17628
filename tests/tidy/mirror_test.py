"""tests/ mirrors lib/: lib/x/y.cc is tested by tests/x/y_test.cc."""

from tree import ROOT, files, report

if __name__ == "__main__":
    missing = []
    for file in files(["lib"], {".cc"}):
        twin = f"tests/{file.parts[1]}/{file.stem}_test.cc"
        # Bytes laid into the binary have nothing to test but their reader.
        if not file.stem.endswith("_data") and not (ROOT / twin).is_file():
            missing.append(f"{file}: {twin} is missing")
    report(missing)
