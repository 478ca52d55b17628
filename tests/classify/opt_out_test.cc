#include "classify/opt_out.h"

#include <doctest/doctest.h>

#include "message_table.h"

namespace smsflow::opt_out_test {

namespace {

std::string verdict_of(const std::string& text) {
  switch (read_opt_out(Utterance(text)).verdict) {
    case OptOutVerdict::kYes:
      return "yes";
    case OptOutVerdict::kSuspected:
      return "suspected";
    case OptOutVerdict::kNo:
      break;
  }
  return "no";
}

}  // namespace

TEST_CASE("opt-out: words, slips and phrases in five languages, and what only looks like one") {
  int yes = 0;
  int no = 0;
  for (const MessageRow& row : read_message_table("opt_out.tsv")) {
    CAPTURE(row.line);
    CAPTURE(row.text);
    CHECK(verdict_of(row.text) == row.expected);
    ++(row.expected == "no" ? no : yes);
  }
  CHECK(yes >= 60);
  CHECK(no >= 60);
}

TEST_CASE("opt-out: the rule names what was read") {
  CHECK(read_opt_out(Utterance("Stop.")).rule == "opt-out word STOP (en)");
  CHECK(read_opt_out(Utterance("STPO")).rule == "opt-out word STOP (en, mistyped)");
  CHECK(read_opt_out(Utterance("no mas"))
            .rule.starts_with("opt-out phrase \"no mas\" (es, opt_out.tsv:"));
  CHECK(read_opt_out(Utterance("stip texting me")).rule.ends_with("), mistyped"));
}

TEST_CASE("opt-out: bare CANCEL, END and QUIT are opt-outs that may have meant a booking") {
  for (const char* text : {"CANCEL", "end", "Quit!"}) {
    CAPTURE(text);
    CHECK(read_opt_out(Utterance(text)).verdict == OptOutVerdict::kYes);
    CHECK(read_opt_out(Utterance(text)).ambiguous);
  }
  CHECK_FALSE(read_opt_out(Utterance("stop")).ambiguous);
}

}  // namespace smsflow::opt_out_test
