#include "toml/table_reader.h"

#include <doctest/doctest.h>

namespace smsflow::table_reader_test {
using namespace smsflow::toml_file;

namespace {

constexpr std::string_view kFile = R"(name = "x"
empty = ""
flag = true
count = 5
share = 0.5
list = ["a", 1, "b"]
inner = { a = 1 }
kewords = []
)";

// "code line:column message (hint)" of every fault.
std::vector<std::string> lines_of(const std::vector<Diagnostic>& faults) {
  std::vector<std::string> out;
  for (const Diagnostic& fault : faults) {
    out.push_back(fault.code + " " + std::to_string(fault.place.line) + ":" +
                  std::to_string(fault.place.column) + " " + fault.message +
                  (fault.hint.empty() ? "" : " (" + fault.hint + ")"));
  }
  return out;
}

struct Read {
  Document document = parse(kFile, "a.toml");
  std::vector<Diagnostic> faults;
  TableReader reader{document.root, Place{"a.toml", 1, 1}, "record", faults};
};

}  // namespace

TEST_CASE("values of the right kind are handed over without a fault") {
  Read read;
  CHECK(read.reader.required_text("name") == "x");
  CHECK(read.reader.text_or("absent", "otherwise") == "otherwise");
  CHECK(read.reader.flag_or("flag", false));
  CHECK(read.reader.integer_or("count", 1, 1, 9) == 5);
  CHECK(read.reader.number_or("share", 0.1, 0, 1) == 0.5);
  CHECK(read.reader.number_or("count", 0.1, 0, 9) == 5);  // a whole number is a number
  CHECK(read.reader.table("inner") != nullptr);
  CHECK(read.reader.array("list") != nullptr);
  CHECK(read.reader.any("absent") == nullptr);
  CHECK(read.faults.empty());
}

TEST_CASE("wrong kinds and values are faults at the value, and the default counts") {
  Read read;
  CHECK(read.reader.text("count") == nullptr);
  CHECK(read.reader.table("name") == nullptr);
  CHECK(read.reader.array("inner") == nullptr);
  CHECK_FALSE(read.reader.flag_or("name", false));
  CHECK(read.reader.integer_or("share", 1, 1, 9) == 1);
  CHECK(read.reader.integer_or("count", 1, 1, 4) == 1);
  CHECK(read.reader.number_or("count", 0.1, 0, 1) == 0.1);
  CHECK(read.reader.number_or("flag", 0.1, 0, 1) == 0.1);
  CHECK(read.reader.texts("list") == std::vector<std::string>{"a", "b"});
  CHECK(read.reader.required_text("empty").empty());
  CHECK(read.reader.required_text("absent").empty());
  CHECK(lines_of(read.faults) ==
        std::vector<std::string>{
            "wrong-kind 4:9 \"record.count\" must be a string, not a whole number",
            "wrong-kind 1:8 \"record.name\" must be a table, not a string",
            "wrong-kind 7:9 \"record.inner\" must be an array, not a table",
            "wrong-kind 1:8 \"record.name\" must be true or false, not a string",
            "wrong-kind 5:9 \"record.share\" must be a whole number, not a number",
            "bad-value 4:9 \"record.count\" must be between 1 and 4",
            "bad-value 4:9 \"record.count\" must be between 0 and 1",
            "wrong-kind 3:8 \"record.flag\" must be a number, not true or false",
            "wrong-kind 6:14 \"record.list\" must be an array of strings, not a whole number",
            "bad-value 2:9 \"record.empty\" must not be empty",
            "missing-key 1:1 [record] needs the key \"absent\"",
        });
}

TEST_CASE("keys nobody asked for are unknown, with the nearest known one") {
  Read read;
  for (const auto* key : {"name", "empty", "flag", "count", "share", "list", "keywords"}) {
    read.reader.any(key);
  }
  read.reader.finish();
  CHECK(lines_of(read.faults) ==
        std::vector<std::string>{
            "unknown-key 7:1 unknown key \"record.inner\"",
            "unknown-key 8:1 unknown key \"record.kewords\" (did you mean \"keywords\"?)",
        });
}

TEST_CASE("a fault at a key is under the key, or at the table when it is absent") {
  Read read;
  read.reader.fault_at_key("kewords", "odd", "m");
  read.reader.fault_at_key("absent", "odd", "m");
  CHECK(lines_of(read.faults) == std::vector<std::string>{"odd 8:1 m", "odd 1:1 m"});
  CHECK(read.faults[0].width == 7);
}

}  // namespace smsflow::table_reader_test
