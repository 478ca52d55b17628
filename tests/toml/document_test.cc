#include "toml/document.h"

#include <doctest/doctest.h>

#include <random>

using smsflow::Place;
using namespace smsflow::toml_file;

namespace {

constexpr std::string_view kFile = R"(# é
"clé" = "é"   # the quoted key counts its bytes
name = 'lit'
[record]
zeta = -1_2
alpha = { q = [1, "two"], first = 1.5 }
at = 2026-03-02T09:00:00Z
[[list]]
on = true
[states.asked]
)";

std::string at(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

// "code line:column message" of the only fault.
std::string fault_of(std::string_view text) {
  const Document document = parse(text, "a.toml");
  if (document.faults.size() != 1) return std::to_string(document.faults.size()) + " faults";
  CHECK(document.root.entries.empty());
  const smsflow::Diagnostic& fault = document.faults[0];
  CHECK(fault.place.file == "a.toml");
  CHECK(fault.width >= 1);
  return fault.code + " " + at(fault.place) + " " + fault.message;
}

std::string deep(int levels) {
  const auto count = static_cast<std::size_t>(levels);
  return "a = " + std::string(count, '[') + std::string(count, ']');
}

}  // namespace

TEST_CASE("keys keep the order of the file and know where they stand") {
  const Document document = parse(kFile, "a.toml");
  REQUIRE(document.faults.empty());
  const Table& root = document.root;
  REQUIRE(root.entries.size() == 5);
  CHECK(root.entries[0].key == "clé");
  CHECK(at(root.entries[0].key_place) == "2:1");
  CHECK(at(root.entries[0].node->place) == "2:10");
  CHECK(root.entries[0].node->width == 4);
  CHECK(root.entries[1].key == "name");
  CHECK(root.entries[2].key == "record");
  CHECK(at(root.entries[2].key_place) == "4:2");
  CHECK(root.entries[3].key == "list");
  CHECK(root.entries[4].key == "states");

  const Table* record = root.find("record")->table();
  REQUIRE(record != nullptr);
  CHECK_FALSE(record->is_inline);
  CHECK(record->entries[0].key == "zeta");
  CHECK(record->entries[1].key == "alpha");
  CHECK(std::get<std::int64_t>(record->find("zeta")->value) == -12);
  CHECK(record->find("zeta")->width == 4);
  CHECK(*record->find("at")->text() == "2026-03-02T09:00:00Z");
  CHECK(record->find("absent") == nullptr);
  const Table* alpha = record->find("alpha")->table();
  REQUIRE(alpha != nullptr);
  CHECK(alpha->is_inline);
  CHECK(at(alpha->entries[0].key_place) == "6:11");
  const Array* list = alpha->find("q")->array();
  REQUIRE(list != nullptr);
  REQUIRE(list->size() == 2);
  CHECK(at((*list)[1].place) == "6:19");
}

TEST_CASE("kinds have names for messages") {
  const Document document = parse("a = 'x'\nb = 1\nc = 1.5\nd = true\ne = {}\nf = []\n", "a.toml");
  const std::vector<std::string> names = {"a string",      "a whole number", "a number",
                                          "true or false", "a table",        "an array"};
  REQUIRE(document.root.entries.size() == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    CHECK(kind_name(*document.root.entries[i].node) == names[i]);
  }
}

TEST_CASE("broken files are faults with a place and plain words") {
  struct Case {
    std::string_view text, fault;
  };
  const Case cases[] = {
      {"[\n", "syntax 1:2 a key was expected here"},
      {"a = 1\n  a = 2\n", "duplicate-key 2:3 key \"a\" is defined twice"},
      {"x = { bb = 1, bb = 2 }", "duplicate-key 1:15 key \"bb\" is defined twice"},
      {"\"é\" = 1\n\"é\"= 2\n", "duplicate-key 2:2 key \"é\" is defined twice"},
      {"[a]\n[a]\n", "duplicate-key 2:1 table \"a\" is defined twice"},
      {"é = 1", "syntax 1:1 a key or a [table] was expected here"},
      {"a = \"é\n", "syntax 1:8 this text is not closed on its line"},
      {"a = \"é\r\nb = 1\r\n", "syntax 1:8 this text is not closed on its line"},
      {"a = \"\"\"x", "syntax 1:9 this text is never closed"},
      {"a = [1, 2\nb = 3", "syntax 2:1 \",\" or \"]\" is missing before this"},
      {"a = {x = 1,}", "syntax 1:12 a comma before \"}\" is too many"},
      {"a = {x = 1\n}", "syntax 1:11 a {table} must stay on its line"},
      {"a = \"\\q\"", "syntax 1:7 unknown escape after \"\\\""},
      {"a", "syntax 1:2 a value is missing"},
      {"a =\n", "syntax 1:4 a value is missing"},
      {"a = yes", "syntax 1:5 this is no value"},
      {"a = 1 b = 2", "syntax 1:7 the line should end after this value"},
      {"a = 'it's'", "syntax 1:9 the line should end after this value"},
      {"key value", "syntax 1:5 \"=\" is missing after the key"},
      {"[states.asked\n", "syntax 1:14 this header is never closed"},
      {"a = 012", "syntax 1:8 a number does not begin with 0"},
      {"a = 2026-13-01", "syntax 1:12 expected month between 1 and 12 (inclusive), saw 13"},
      {"a = \"x\"\nb = \"\xFF\"", "not-utf8 2:6 not UTF-8 from here on"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(fault_of(c.text) == c.fault);
  }
}

TEST_CASE("size and depth have limits that are no crash") {
  CHECK(parse(deep(kMaxDepth), "a.toml").faults.empty());
  CHECK(fault_of(deep(kMaxDepth + 1)) == "too-deep 1:37 nested deeper than 32 levels");
  CHECK(fault_of(deep(200'000)).starts_with("too-deep 1:37 nested deeper than 32 levels"));
  std::string dotted = "a";
  for (int i = 0; i < 200'000; ++i) dotted += ".a";
  CHECK(fault_of(dotted + " = 1").starts_with("too-deep 1:"));
  CHECK(fault_of("[" + dotted + "]").starts_with("too-deep 1:"));
  CHECK(fault_of(std::string(kMaxFileBytes + 1, '#')).starts_with("too-large 0:0 "));
  CHECK(parse("a = '" + std::string(100, '[') + "'", "a.toml").faults.empty());
}

TEST_CASE("a byte order mark counts as bytes of the first line") {
  const Document document = parse(
      "\xEF\xBB\xBF"
      "a = 1\nb = 2\n",
      "a.toml");
  REQUIRE(document.faults.empty());
  CHECK(at(document.root.entries[0].key_place) == "1:4");
  CHECK(at(document.root.entries[1].key_place) == "2:1");
}

TEST_CASE("a place inside a string is exact without escapes") {
  struct Case {
    std::string_view text;
    std::size_t offset;
    std::string_view place;
  };
  const Case cases[] = {
      {"say = \"Hi {x}\"", 3, "1:11"},
      {"say = 'Hi {x}'", 0, "1:8"},
      {"say = \"é {x}\"", 3, "1:11"},
      {"say = \"a\\tb {x}\"", 4, "1:7"},  // an escape: the value's place
      {"say = \"\"\"Hi {x}\"\"\"", 3, "1:13"},
      {"say = \"\"\"\none\ntwo {x}\"\"\"", 8, "3:5"},
      {"say = '''one\n  {x}'''", 6, "2:3"},
      {"say = '''\r\none\r\n{x}'''", 4, "3:1"},
      {"say = 'Hi'", 99, "1:10"},  // past the end: its end
      {"say = 5", 3, "1:7"},       // no string
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Document document = parse(c.text, "a.toml");
    REQUIRE(document.faults.empty());
    CHECK(at(inside(*document.root.find("say"), c.offset)) == c.place);
  }
}

TEST_CASE("whatever is done to a file, it is read or refused") {
  std::mt19937_64 random(7);
  const std::string_view alphabet = "[]{}=.,\"'\\#\n\r\t ab1é-_:T\xFF";
  for (int round = 0; round < 20'000; ++round) {
    std::string text(kFile);
    for (std::uint64_t edits = random() % 6 + 1; edits > 0; --edits) {
      const std::size_t where = random() % text.size();
      const char what = alphabet[random() % alphabet.size()];
      if (random() % 2 == 0)
        text[where] = what;
      else
        text.insert(where, random() % 4 + 1, what);
    }
    const Document document = parse(text, "a.toml");
    for (const smsflow::Diagnostic& fault : document.faults) {
      REQUIRE(fault.place.line >= 1);
      REQUIRE(fault.place.column >= 1);
      REQUIRE_FALSE(render(fault, text).empty());
    }
  }
}
