#include "workflow/key_index.h"

#include <doctest/doctest.h>

namespace smsflow::key_index_test {

TEST_CASE("keys and values are found by path, missing ones by what is above them") {
  const toml_file::Document document = toml_file::parse(
      "name = \"x\"\n[states.asked.on]\nconfirm = { go = \"y\" }\n[intents.a]\nkeywords = "
      "[\"C\"]\n",
      "a.toml");
  REQUIRE(document.faults.empty());
  const KeyIndex keys(document.root, "a.toml");
  CHECK(keys.key("name").place.column == 1);
  CHECK(keys.key("name").width == 4);
  CHECK(keys.value("name").place.column == 8);
  CHECK(keys.value("states.asked.on.confirm.go").place.line == 3);
  CHECK(keys.value("states.asked.on.confirm.go").place.column == 18);
  CHECK(keys.value("intents.a.keywords[0]").place.column == 13);
  CHECK(keys.key("states.asked.on.confirm.then.go").place.line == 3);  // confirm
  CHECK(keys.value("intents.a.keywords[7]").place.column == 1);        // keywords
  CHECK(keys.has("intents.a"));
  CHECK_FALSE(keys.has("intents.b"));
  CHECK(keys.key("nowhere").place.line == 0);
  CHECK(keys.key("nowhere").place.file == "a.toml");
}

}  // namespace smsflow::key_index_test
