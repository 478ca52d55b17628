#include "hook/transcript.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace smsflow::transcript_test {

TEST_CASE("a hand-off's payload gets what was said, in order") {
  const std::string payload = R"({"type":"t","data":{"handoff":"h1","key":"m1"}})";
  CHECK(wants_transcript(payload));
  const auto done = nlohmann::json::parse(with_transcript(
      payload, {{from_ms(0), false, "Hello"}, {from_ms(1000), true, "a \"person\" please"}}));
  CHECK(done["data"]["key"] == "m1");
  CHECK(done["data"]["transcript"].size() == 2);
  CHECK(done["data"]["transcript"][0]["from"] == "us");
  CHECK(done["data"]["transcript"][1]["from"] == "contact");
  CHECK(done["data"]["transcript"][1]["at"] == "1970-01-01T00:00:01Z");
  CHECK(done["data"]["transcript"][1]["text"] == "a \"person\" please");
}

TEST_CASE("other payloads stay as they are") {
  for (const char* payload : {"", "garbage", "[]", R"({"data":7})", R"({"data":{"key":"m1"}})"}) {
    CHECK_FALSE(wants_transcript(payload));
    CHECK(with_transcript(payload, {{from_ms(0), false, "Hello"}}) == payload);
  }
}

TEST_CASE("bytes that are no UTF-8 do not break it") {
  const std::string done =
      with_transcript(R"({"data":{"handoff":"h1"}})", {{from_ms(0), true, "\xff\xfe"}});
  CHECK(nlohmann::json::accept(done));
}

}  // namespace smsflow::transcript_test
