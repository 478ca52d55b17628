#include "text/nearest.h"

#include <doctest/doctest.h>

using smsflow::nearest;

TEST_CASE("a near miss finds its word, a far one nothing") {
  const std::vector<std::string> keys = {"keywords", "phrases", "say", "handoff",
                                         "state",    "start",   "año", "go"};
  struct Case {
    std::string_view word, found;
  };
  const Case cases[] = {
      {"kewords", "keywords"},   // one left out
      {"keywrods", "keywords"},  // two swapped: one step
      {"keyword", "keywords"},
      {"keeeywords", "keywords"},
      {"sya", "say"},
      {"sey", "say"},
      {"yas", ""},  // two steps in three letters
      {"hand_off", "handoff"},
      {"strat", "start"},
      {"stat", "state"},  // as near as "start": the first one listed
      {"ano", "año"},     // letters, not bytes
      {"go", "go"},
      {"xyzzy", ""},
      {"", ""},
      {"g", "go"},
      {"\xFF\xFE", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.word);
    CHECK(nearest(c.word, keys) == c.found);
  }
}

TEST_CASE("without candidates, or with a word of any length, there is no answer and no wait") {
  CHECK(nearest("word", {}).empty());
  CHECK(nearest("word", {""}).empty());
  CHECK(nearest(std::string(1 << 20, 'a'), {std::string(1 << 20, 'a')}).empty());
  CHECK(nearest("keywords", {std::string(1 << 20, 'a'), "keyword"}) == "keyword");
}
