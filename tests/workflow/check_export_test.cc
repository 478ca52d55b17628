#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_export_test {

TEST_CASE("what a missing row means is checked against the fields") {
  struct Case {
    const char* keys;
    const char* codes;
  };
  const Case cases[] = {
      {"export = \"complete\"", ""},
      {"export = \"changes\"\nscope = \"branch\"\ndeleted = \"is_deleted\"", ""},
      {"gone = { note = \"paid\" }", ""},
      {"export = \"complete\"\ngone = { note = \"paid\", starts_at = \"2026-03-02T10:00\" }", ""},
      {"export = \"snapshot\"\ngone = { note = \"paid\" }", "gone-without-complete"},
      {"export = \"changes\"\ngone = { note = \"paid\" }", "gone-without-complete"},
      {"gone = { nota = \"paid\" }", "no-field"},
      {"gone = { note = 5 }", "wrong-kind"},
      {"gone = { note = [\"paid\"] }", "wrong-kind"},
      {"export = \"whole\"", "bad-value"},
      {"fresh = \"1h\"", ""},
      {"fresh = \"soon\"", "bad-duration"},
      {"fresh = \"0h\"", "bad-duration"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.keys);
    CHECK(codes({{"key = ", std::string(row.keys) + "\nkey = "}}) == row.codes);
  }
}

TEST_CASE("an export is a snapshot unless it says more; gone says that it is complete") {
  CHECK(load_demo().value.record.export_kind == ExportKind::kSnapshot);
  CHECK_FALSE(load_demo().value.record.fresh);
  const RecordSpec ledger =
      load_demo({{"key = ", "fresh = \"1h\"\ngone = { note = \"paid\" }\nkey = "}}).value.record;
  CHECK(ledger.export_kind == ExportKind::kComplete);
  CHECK(ledger.fresh == std::chrono::hours{1});
  REQUIRE(ledger.gone.size() == 1);
  CHECK(ledger.gone[0].name == "note");
  CHECK(to_text(ledger.gone[0].value) == "paid");
}

}  // namespace smsflow::check_export_test
