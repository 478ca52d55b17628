#include "classify/phrase_tiling.h"

#include <doctest/doctest.h>

namespace smsflow::phrase_tiling_test {

namespace {

std::string_view meaning_of(std::initializer_list<const char*> intents) {
  std::vector<Tile> tiles;
  for (const char* intent : intents) tiles.push_back({0, 1, intent, nullptr});
  return meaning(tiles);
}

}  // namespace

TEST_CASE("tiling: the fewest pieces that reach furthest") {
  const std::vector<Tile> tiles = {
      {0, 1, "a", nullptr}, {1, 2, "b", nullptr}, {0, 2, "ab", nullptr}, {3, 4, "d", nullptr}};
  const std::vector<Tile> chosen = lay_out(tiles, 4);
  REQUIRE(chosen.size() == 1);
  CHECK(chosen[0].intent == "ab");
  CHECK(lay_out(tiles, 0).empty());
  CHECK(lay_out({{1, 2, "b", nullptr}}, 2).empty());
  CHECK(lay_out({{0, 5, "long", nullptr}}, 3).empty());
}

TEST_CASE("tiling: what pieces mean together") {
  CHECK(meaning_of({"confirm"}) == "confirm");
  CHECK(meaning_of({"", "confirm", ""}) == "confirm");
  CHECK(meaning_of({""}) == "");
  CHECK(meaning_of({"confirm", "thanks"}) == "confirm");
  CHECK(meaning_of({"fine", "thanks"}) == "thanks");
  CHECK(meaning_of({"fine", "confirm"}) == "confirm");
  CHECK(meaning_of({"confirm", "running_late"}) == "running_late");
  CHECK(meaning_of({"cancel", "reschedule"}) == "reschedule");
  CHECK(meaning_of({"decline", "cancel"}) == "cancel");
  CHECK(meaning_of({"decline", "thanks"}) == "decline");
  CHECK(meaning_of({"decline", "confirm"}) == "");
  CHECK(meaning_of({"decline", "fine"}) == "");
  CHECK(meaning_of({"paid", "cancel"}) == "");
}

}  // namespace smsflow::phrase_tiling_test
