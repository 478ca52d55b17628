#include "classify/word_table.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace smsflow::word_table_test {

TEST_CASE("word table: finds what was added, through its growth, and nothing else") {
  std::vector<std::string> words;
  for (int i = 0; i < 5000; ++i) words.push_back("word number " + std::to_string(i * 7));
  WordTable table;
  std::uint32_t next = 10;
  for (const std::string& word : words) {
    CHECK(table.add(word, next) == next);
    ++next;
  }
  CHECK(table.size() == words.size());
  CHECK(table.add(words[17], next) == 27);
  for (std::size_t i = 0; i < words.size(); ++i) CHECK(table.find(words[i]) == 10 + i);
  CHECK(table.find("word number 1") == 0);
  CHECK(table.find("") == 0);
}

}  // namespace smsflow::word_table_test
