#include "classify/feature_text.h"

#include <doctest/doctest.h>

namespace smsflow::feature_text_test {
namespace {

std::string words_of(std::string_view text) {
  const ReadText read(text);
  std::string words;
  for (std::size_t i = 0; i < read.size(); ++i) {
    words += (i == 0 ? "" : " ") + std::string(read.word(i));
  }
  return words;
}

TEST_CASE("words are read in one shape") {
  struct Case {
    const char* text;
    const char* words;
  };
  const Case cases[] = {
      {"Can't make it at 4:30, sorry!!", "cant make it at 0:00 sorry"},
      {"Sí, MAÑANA", "si manana"},
      {"yesssss", "yess"},
      {"I owe $20?", "i owe $ 00"},
      {"ok\xF0\x9F\x91\x8D", "ok \xF0\x9F\x91\x8D"},
      {"don\xE2\x80\x99t", "dont"},
      {"\xEF\xBC\xB9\xEF\xBC\xA5\xEF\xBC\xB3", "yes"},
      {"a\xFFz", "a z"},
      {"", ""},
      {"...", ""},
      {"12345678901234567890", "000000000000"},
  };
  for (const Case& each : cases) CHECK(words_of(each.text) == each.words);
}

TEST_CASE("marks are seen") {
  CHECK(ReadText("when?").asks());
  CHECK(ReadText("\xC2\xBF"
                 "cuando")
            .asks());
  CHECK_FALSE(ReadText("when").asks());
  CHECK(ReadText("no!").exclaims());
  CHECK(ReadText("LEAVE ME ALONE").shouts());
  CHECK_FALSE(ReadText("OK").shouts());
  CHECK(ReadText("at 5").has_digits());
}

TEST_CASE("long and hostile texts are bounded") {
  CHECK(ReadText(std::string(100000, 'x') + " tail").size() == 1);
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "a ";
  CHECK(ReadText(many).size() == kModelWords);
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  CHECK(ReadText(bytes + bytes).size() > 0);
}

}  // namespace
}  // namespace smsflow::feature_text_test
