#include "classify/rule_book.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "classify/rule_data.h"
#include "text/error.h"
#include "text/normalise.h"

namespace smsflow::rule_book_test {

namespace {

constexpr const char* kRules =
    "# A comment.\n"
    "@list\tlist|mailing list\n"
    "gap\ten\tfirst .. last\n"
    "ends\ten\t^ whole $\n"
    "end\ten\tnow $\n"
    "list\ten\ttake me off [your|the] @list\n"
    "digits\ten\ton the # th\n"
    "any\ten\tcall me * please\n"
    "two\ten\tplus 2\n"
    "choice\ten\t(in $|in a day)\n"
    "yes\ten\tstop\n"
    "no\ten\tbus stop\n";

std::string found(const RuleBook& book, const std::string& text) {
  const std::string plain = normalise(text);
  std::string kinds;
  for (const RuleMatch& match : book.find(words(plain))) {
    kinds += std::string(kinds.empty() ? "" : " ") + std::string(match.rule->kind) + ":" +
             std::to_string(match.first) + "-" + std::to_string(match.end);
  }
  return kinds;
}

}  // namespace

TEST_CASE("rule book: every element of a pattern") {
  RuleBook book;
  book.add_file("test", kRules);
  book.seal();
  const struct {
    const char* text;
    const char* found;
  } rows[] = {
      {"", ""},
      {"first last", "gap:0-2"},
      {"the first and not the last", "gap:1-6"},
      {"first 1 2 3 4 last", ""},
      {"first last and last", "gap:0-4"},  // the longest
      {"whole", "ends:0-1"},
      {"the whole", ""},
      {"whole thing", ""},
      {"stop now", "yes:0-1 end:1-2"},
      {"now stop", "yes:1-2"},
      {"take me off list", "list:0-4"},
      {"please take me off the mailing list", "list:1-7"},
      {"take me off a list", ""},
      {"on the 12 th", "digits:0-4"},
      {"on the 2 th", "digits:0-4"},  // though "2" is a word of another rule
      {"on the last th", ""},
      {"plus 2", "two:0-2"},
      {"plus 3", ""},
      {"call me bob please", "any:0-4"},
      {"call me please", ""},
      {"come in", "choice:1-2"},
      {"in a day or so", "choice:0-3"},
      {"in a week", ""},
      {"the bus stop", "no:1-3"},  // "stop" is voided
      {"bus stop stop", "no:0-2 yes:2-3"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(found(book, row.text) == row.found);
  }
}

TEST_CASE("rule book: plain words of a workflow") {
  RuleBook book;
  book.add_words({"", "pickup", "", 0}, "pick it up");
  book.add_words({"", "nothing", "", 0}, "");
  book.seal();
  CHECK(found(book, "I'll pick it up!") == "pickup:1-4");
  CHECK(found(book, "(pick|it) up") == "pickup:0-3");
  CHECK(found(book, "pick up") == "");
}

TEST_CASE("rule book: an intent that a workflow calls \"no\" takes nothing away") {
  RuleBook book;
  book.add_words({"", "no", "", 0}, "not now");
  book.add_words({"", "later", "", 0}, "now or later");
  book.seal();
  CHECK(found(book, "not now or later") == "no:0-2 later:1-4");
}

TEST_CASE("rule book: a broken line names its file and place") {
  RuleBook book;
  try {
    book.add_file("test", "yes\ten\tfine\nyes\ten\t(broken\n");
    FAIL("must throw");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK(error.where() == "test.tsv:2");
  }
}

TEST_CASE("rule book: the shipped files are well formed and normalised") {
  REQUIRE_NOTHROW(built_in_rules());
  for (const RuleFile& file : rule_files()) {
    const std::string name(file.name);
    CAPTURE(name);
    CHECK(file.bytes.find("# source: ") != std::string_view::npos);
    CHECK(file.bytes.find("# date: ") != std::string_view::npos);
    CHECK(file.bytes.find('\r') == std::string_view::npos);
    // Rules are compared with text in normal form: a capital or an accent would never match.
    std::string_view rest = file.bytes;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string line(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty() || line[0] == '#') continue;
      CAPTURE(line);
      CHECK(line.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ',!?\"") == std::string::npos);
      for (const char c : line) CHECK(static_cast<unsigned char>(c) < 0x80);
    }
  }
}

TEST_CASE("rule book: hostile repetition of rule words stays bounded") {
  std::mt19937_64 random(5);
  const std::string pieces[] = {"i ",  "do not ", "stop ", "texting ", "me ",
                                "to ", "the ",    "want ", "my ",      "a ",
                                "so ", "very ",   "2 ",    "you are "};
  for (int round = 0; round < 20; ++round) {
    std::string text;
    while (text.size() < 1900) text += pieces[random() % std::size(pieces)];
    CHECK_NOTHROW(built_in_rules().find(words(text)));
  }
}

}  // namespace smsflow::rule_book_test
