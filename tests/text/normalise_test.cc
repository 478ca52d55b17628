#include "text/normalise.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "text/utf8.h"

namespace smsflow::normalise_test {
using namespace std::string_literals;

namespace {

struct Row {
  std::string text;
  std::string expected;
};

const Row kRows[] = {
    {"", ""},
    {"C", "c"},
    {" c ", "c"},
    {"C.", "c"},
    {"(c)", "c"},
    {"c!!", "c"},
    {"\"C\"", "c"},
    {"\u201CC\u201D", "c"},
    {"\u24B8", "c"},  // circled C
    {"\uFF23", "c"},  // full width C
    {"Yes,please", "yes please"},
    {"I can't make it", "i cant make it"},
    {"I can\u2019t make it", "i cant make it"},
    {"I can\u00B4t m\u00E1ke it", "i cant make it"},
    {"ARR\u00CAT", "arret"},
    {"ARRE\u0302T", "arret"},
    {"\u00A1No m\u00E1s!", "no mas"},
    {"stra\u00DFe", "strasse"},
    {"S T O P", "stop"},
    {"s.t.o.p", "stop"},
    {"S-T-O-P please", "stop please"},
    {"u r a star", "u r a star"},
    {"Q U I", "qui"},
    {"c c c", "c c c"},
    {"1 2 3", "1 2 3"},
    {"opt-out", "opt out"},
    {"opt_out", "opt out"},
    {"S\u200BT\u200DO\u2060P", "stop"},
    {"\uFF33\uFF34\uFF2F\uFF30", "stop"},
    {"yes \U0001F44D", "yes"},
    {"\U0001F44D", "thumbsup"},
    {"\U0001F44D\U0001F3FD\U0001F44D\U0001F3FD", "thumbsup"},
    {"\u2764\uFE0F", "heart"},
    {"\u2705", "checkmark"},
    {"\U0001F600", ""},
    {"?!", ""},
    {"line\r\nbreak\ttab", "line break tab"},
    {"a\0b"s, "ab"},
    {"\xff\xfeyes\xc3", "yes"},
    {"3:30 pm", "3 30 pm"},
    {"\u041F\u0440\u0438\u0432\u0435\u0442", "\u043F\u0440\u0438\u0432\u0435\u0442"},
    {"\u1112\u1161\u11AB", "\uD55C"},  // Hangul is composed
};

}  // namespace

TEST_CASE("normalise: one form for what thumbs type") {
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    CHECK(normalise(row.text) == row.expected);
  }
}

TEST_CASE("normalise_repeats: runs of three or more letters become one") {
  CHECK(normalise_repeats("yesss") == "yes");
  CHECK(normalise_repeats("STOOOP") == "stop");
  CHECK(normalise_repeats("ok, see you soon") == "ok see you soon");
  CHECK(normalise_repeats("order 10004") == "order 10004");
  CHECK(normalise_repeats("") == "");
}

TEST_CASE("words: split at spaces") {
  CHECK(words("").empty());
  CHECK(words("a bc d") == std::vector<std::string_view>{"a", "bc", "d"});
}

TEST_CASE("normalise: bounded, well formed and stable for any bytes") {
  std::mt19937_64 random(20260302);
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 300, '\0');
    for (char& c : text) c = static_cast<char>(random() % (round % 2 ? 256 : 128));
    const std::string once = normalise(text);
    CHECK(is_utf8(once));
    CHECK(normalise(once) == once);
  }
}

TEST_CASE("normalise: only the first 2,000 bytes count") {
  CHECK(normalise(std::string(100'000, 'a')).size() == 2000);
  std::string flood = "e";
  for (int i = 0; i < 50'000; ++i) flood += "\u0301";
  CHECK(normalise(flood) == "e");
  std::string ligatures;
  for (int i = 0; i < 30'000; ++i) ligatures += "\uFDFA";
  CHECK(normalise(ligatures).size() < 40'000);
}

}  // namespace smsflow::normalise_test
