#include "classify/writing_system.h"

#include <doctest/doctest.h>

#include "text/normalise.h"

namespace smsflow::writing_system_test {

TEST_CASE("script: which writing a message is in, if no Latin one") {
  const struct {
    const char* text;
    const char* script;
  } rows[] = {
      {"", ""},
      {"see you at 3", ""},
      {"1234", ""},
      {"\u00D1and\u00FA caf\u00E9", ""},
      {"Спасибо", "Cyrillic"},
      {"Ευχαριστώ", "Greek"},
      {"תודה", "Hebrew"},
      {"شكرا", "Arabic"},
      {"धन्यवाद", "Devanagari"},
      {"ขอบคุณ", "Thai"},
      {"ありがとう", "Japanese"},
      {"谢谢", "Han"},
      {"감사합니다", "Hangul"},
      {"ST\u041EP", "Cyrillic"},  // a look-alike within a Latin word
      {"p\u0430ypal", "Cyrillic"},
      {"my name is Иван and I am coming today", ""},
      {"я буду ok", "Cyrillic"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(foreign_writing_system(normalise(row.text)) == row.script);
  }
}

}  // namespace smsflow::writing_system_test
