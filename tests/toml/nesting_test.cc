#include "toml/nesting.h"

#include <doctest/doctest.h>

#include <string>

using smsflow::toml_file::find_too_deep;

TEST_CASE("brackets and dots count outside of strings and comments only") {
  constexpr std::size_t kFine = std::string_view::npos;
  struct Case {
    std::string_view text;
    std::size_t found;
  };
  const Case cases[] = {
      {"a = [[1], [2], [3], [4]]", kFine},
      {"a = [[[1]]]", 6},
      {"a = [{b = [1]}]", 10},
      {"a.b.c = 1", kFine},
      {"a.b.c.d = 1", 5},
      {"[a.b.c.d]", 6},
      {"a . b . c . d = 1", 10},
      {"a = 1.5\nb = 1.5\nc = 1.5\nd = 1.5", kFine},
      {"a = \"[[[\"", kFine},
      {"a = '[[['", kFine},
      {"a = \"\\\"[[[\"", kFine},
      {"a = \"\"\"[\n[\"[\"\"\"\"", kFine},
      {"a = '''[\n[\\''' # [[[[", kFine},
      {"# [[[[\na = [[[", 13},
      {"\"a.b.c.d.e\".f = 1", kFine},
      {"a = 'open [[[\nb = [[[", 20},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(find_too_deep(c.text, 2) == c.found);
  }
}
