#include "app/look_words.h"

#include <doctest/doctest.h>

namespace smsflow::look_words_test {
namespace {

const Instant kNow = *parse_rfc3339("2026-03-02T09:00:00Z");

std::string words(LookSummary look, const Workflow& workflow = {}) {
  if (look.at == Instant{}) look.at = kNow;
  std::string all;
  for (const std::string& one : look_words(look, workflow, kNow)) all += one + ".";
  return all;
}

}  // namespace

TEST_CASE("a look in which every row stands is not worth a word") {
  CHECK(words({}) == "");
}

TEST_CASE("one row is one, and more are more") {
  CHECK(words({.missing = 1}) ==
        "1 row is missing: texts about them are held until they are seen again.");
  CHECK(words({.missing = 3}) ==
        "3 rows are missing: texts about them are held until they are seen again.");
  CHECK(words({.gone = 2, .gone_open = 2}) ==
        "2 rows are missing: taken for gone, questions about them are void.");
  Workflow ledger;
  ledger.record.gone = {{"status", std::string("paid"), {}}};
  CHECK(words({.gone = 2, .gone_open = 2}, ledger) == "2 rows are missing: read as `gone` says.");
  CHECK(words({.returned = 1}) == "1 row is there again.");
}

TEST_CASE("a few are named, the others counted") {
  CHECK(words({.missing = 2, .keys = {.missing = {"A-1", "A-2"}}}) ==
        "2 rows are missing (A-1, A-2): texts about them are held until they are seen again.");
  CHECK(words({.unreadable = 3, .keys = {.unreadable = {"A-1", "A\n2"}}}) ==
        "3 rows were known before but cannot be read now (A-1, A\\x0A2 and 1 more): texts about "
        "them are held.");
}

TEST_CASE("the numbers are those that the guard against a broken export goes by") {
  CHECK(words({.gone = 12, .gone_open = 7, .keys = {.gone = {"A-1"}}}) ==
        "12 rows are missing, 7 of them with an open question (A-1 and 11 more): taken for gone, "
        "questions about them are void.");
  CHECK(words({.doubted = 14, .doubted_open = 12, .open = 15, .keys = {.doubted = {"A-1"}}}) ==
        "12 of 15 open rows are missing, and 2 closed ones (A-1 and 13 more): nobody is taken for "
        "gone, their texts are held.");
}

TEST_CASE("doubt says why") {
  CHECK(words({.doubted = 12, .doubted_open = 12, .open = 15}) ==
        "12 of 15 open rows are missing: nobody is taken for gone, their texts are held.");
  CHECK(words({.doubted = 2}) ==
        "2 rows are missing, but not every row could be read: nobody is taken for gone, their "
        "texts are held.");
}

TEST_CASE("an export that is too old, or older than the last, says when it was written") {
  CHECK(words({.at = kNow - std::chrono::hours{26}}) == "");
  CHECK(words({.at = kNow - std::chrono::hours{27}}) ==
        "the records were written at 2026-03-01T06:00:00Z, more than 1d 2h ago: texts about them "
        "are held until a newer export is read.");
  CHECK(words({.at = kNow - std::chrono::hours{2}, .older = 1, .latest = kNow}) ==
        "the records were written at 2026-03-02T07:00:00Z, before the ones that were read last "
        "(2026-03-02T09:00:00Z): 1 row is not taken.");
}

}  // namespace smsflow::look_words_test
