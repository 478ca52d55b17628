#include "text/segment.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "tests/tree.h"
#include "text/utf8.h"

namespace smsflow::segment_test {

namespace {

std::string times(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

// "gsm7 160/1": encoding, units, segments.
std::string counted(std::string_view text, Cut cut = Cut::kGrapheme) {
  const Segmentation found = segment(text, cut);
  return fmt::format("{} {}/{}", found.encoding == Encoding::kGsm7 ? "gsm7" : "ucs2", found.units,
                     found.segments);
}

}  // namespace

TEST_CASE("lengths at the edges of 3GPP TS 23.038 and 23.040") {
  struct Case {
    std::string text;
    std::string_view counted;
  };
  const Case cases[] = {
      {"", "gsm7 0/0"},
      {times("a", 160), "gsm7 160/1"},
      {times("a", 161), "gsm7 161/2"},
      {times("a", 306), "gsm7 306/2"},
      {times("a", 307), "gsm7 307/3"},
      {times("é", 160), "gsm7 160/1"},
      {times("€", 80), "gsm7 160/1"},
      {times("€", 81), "gsm7 162/2"},
      {times("ž", 70), "ucs2 70/1"},
      {times("ž", 71), "ucs2 71/2"},
      {times("ž", 134), "ucs2 134/2"},
      {times("ž", 135), "ucs2 135/3"},
      {times("😀", 35), "ucs2 70/1"},
      {times("😀", 36), "ucs2 72/2"},
      {times("a", 69) + "ž", "ucs2 70/1"},
      {times("a", 159) + "’", "ucs2 160/3"},                  // a curly quote doubles the price
      {times("a", 152) + times("€", 77), "gsm7 306/3"},       // an escape pair is not cut
      {times("ž", 66) + "😀" + times("ž", 66), "ucs2 134/3"},  // nor are surrogates
      {"line1\r\nline2", "gsm7 12/1"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(counted(c.text) == c.counted);
  }
}

TEST_CASE("graphemes stay whole where the carrier keeps them") {
  const std::string family = "👨‍👩‍👧‍👦";  // 11 units
  CHECK(counted(times(family, 12), Cut::kGrapheme) == "ucs2 132/2");
  CHECK(counted(times(family, 13), Cut::kGrapheme) == "ucs2 143/3");
  CHECK(counted(times("ž", 60) + times(family, 6) + times("ž", 8), Cut::kGrapheme) == "ucs2 134/3");
  CHECK(counted(times("ž", 60) + times(family, 6) + times("ž", 8), Cut::kUnit) == "ucs2 134/3");
  CHECK(counted(times("ž", 61) + times(family, 6) + times("ž", 7), Cut::kUnit) == "ucs2 134/2");
  CHECK(counted(times("ž", 61) + times(family, 6) + times("ž", 7), Cut::kGrapheme) == "ucs2 134/3");
  // One letter under two hundred accents: longer than a part, so it must be cut.
  CHECK(counted("e" + times("\u0301", 200)) == "ucs2 201/3");
}

TEST_CASE("the default alphabet has 127 characters, its extension ten") {
  int basic = 0;
  int extended = 0;
  for (char32_t c = 0; c < 0x30000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    const Segmentation found = segment(text);
    if (found.encoding == Encoding::kGsm7) ++(found.units == 1 ? basic : extended);
  }
  CHECK(basic == 127);
  CHECK(extended == 10);
}

TEST_CASE("what looks like GSM-7 and is not is found") {
  struct Case {
    std::string_view text;
    std::size_t first_foreign;
  };
  constexpr std::size_t kNone = std::string_view::npos;
  const Case cases[] = {
      {"Ça va", kNone}, {"ça va", 0},    {"a`b", 1},      {"a\tb", 1},   {"é’", 2},
      {"\u00A0", 0},    {"año", kNone},  {"á", 0},        {"\u0391", 0}, {"ΔΦΓΛΩΠΨΣΘΞ", kNone},
      {"α", 0},         {"\x1B", 0},     {"a\u2013b", 1}, {"…", 0},      {"{[|]}^~\\€\f", kNone},
      {"\x7F", 0},      {"¡¿¤§", kNone}, {"€€ž", 6},      {"ß", kNone},  {"\u1E9E", 0},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(segment(c.text).first_foreign == c.first_foreign);
  }
}

TEST_CASE("counts agree with a carrier's own calculator") {
  std::ifstream judged(in_tree("testdata/segments/judged.jsonl"));
  int rows = 0;
  int told_apart = 0;
  for (std::string line; std::getline(judged, line); ++rows) {
    const nlohmann::json row = nlohmann::json::parse(line);
    const std::string text = row.at("text");
    CAPTURE(text);
    const Segmentation found = segment(text);
    CHECK(found.segments == row.at("segments").get<int>());
    CHECK((found.encoding == Encoding::kGsm7 ? "GSM-7" : "UCS-2") ==
          row.at("encoding").get<std::string>());
    if (segment(text, Cut::kUnit).segments != found.segments) ++told_apart;
  }
  CHECK(rows >= 199);
  CHECK(told_apart >= 40);  // rows that a mere division would get wrong
}

TEST_CASE("a longer text never takes fewer segments, and keeping more whole never saves any") {
  std::mt19937_64 random(11);
  const std::string_view pool[] = {"a", "€", "ž", "😀", "👍🏽", "e\u0301", "\r\n", "🇺🇸"};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    int before = 0;
    for (int i = 0; i < 120; ++i) {
      text += pool[random() % std::size(pool)];
      const Segmentation found = segment(text);
      REQUIRE(found.segments >= segment(text, Cut::kUnit).segments);
      const int part = found.encoding == Encoding::kGsm7 ? 153 : 67;
      REQUIRE(found.segments >= (found.units + part - 1) / (part + 7));
      REQUIRE(found.segments >= before);
      before = found.segments;
    }
  }
}

}  // namespace smsflow::segment_test
