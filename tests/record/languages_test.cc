#include "record/languages.h"

#include <doctest/doctest.h>

namespace smsflow::languages_test {

TEST_CASE("what the workflow has no words in is counted as it is written") {
  Workflow workflow;
  workflow.states.emplace_back();
  workflow.states.back().say.wordings = {{.language = "en"}, {.language = "es"}};
  Languages languages(workflow);
  for (const char* cell : {"", "en", "English", "eng", "Klingon", "1"}) {
    CAPTURE(cell);
    CHECK(languages.read(cell) == "en");
  }
  for (const char* cell : {"ES", "es-MX", "spa", "esp", "SPANISH", "Espa\u00f1ol"}) {
    CAPTURE(cell);
    CHECK(languages.read(cell) == "es");
  }
  CHECK(languages.read("FR") == "fr");
  CHECK(languages.read("FR") == "fr");
  CHECK(languages.unspoken() ==
        std::map<std::string, std::int64_t>{{"1", 1}, {"FR", 2}, {"Klingon", 1}});
}

TEST_CASE("values without end are not kept") {
  Languages languages{Workflow{}};
  for (int n = 0; n < 1000; ++n) languages.read(std::to_string(n));
  CHECK(languages.unspoken().size() == 20);
}

}  // namespace smsflow::languages_test
