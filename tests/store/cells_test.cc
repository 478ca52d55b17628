#include "store/cells.h"

#include <doctest/doctest.h>

#include "arbitrary.h"

namespace smsflow::cells_test {

namespace {

const Columns kNames = {"text", "count", "share", "at"};
const Cells kBlank = {std::string(), std::int64_t{0}, 0.0, Cell()};

Cells any_cells() {
  Cells cells = {any_text(), std::int64_t{any_number()} - 500, any_number() / 8.0, Cell()};
  if (any_flag()) cells[3] = to_ms(any_instant()) + 1;
  return cells;
}

void laid_over(std::string_view json, Cells& cells) {
  apply_json(kNames, Json::parsed(json), cells);
}

}  // namespace

TEST_CASE("what changed, put over what was, is what is now") {
  CHECK(rc::check("changed", [] {
    Cells cells = any_cells();
    const Cells now = any_cells();
    laid_over(changed_json(kNames, cells, now), cells);
    return cells == now;
  }));
}

TEST_CASE("only what changed is told, and a value that goes is null") {
  const Cells before = {std::string("a"), std::int64_t{1}, 0.5, std::int64_t{7}};
  CHECK(changed_json(kNames, before, before) == "{}");
  const Cells now = {std::string(), std::int64_t{2}, 0.5, Cell()};
  CHECK(changed_json(kNames, before, now) == R"({"text":"","count":2,"at":null})");
  CHECK(
      changed_json(kNames, kBlank, {std::string("\"\n"), std::int64_t{0}, 5.0, std::int64_t{1}}) ==
      R"({"text":"\"\u000a","share":5.0,"at":1})");
}

TEST_CASE("a real stays a real, whatever its JSON looks like") {
  Cells cells = kBlank;
  laid_over(R"({"share":5})", cells);
  CHECK((cells[2] == Cell(5.0)));
}

TEST_CASE("what no event can say is a damaged log") {
  Cells cells = kBlank;
  for (const char* json : {"[]", "5", R"({"nobody":1})", R"({"text":true})", R"({"count":[1]})",
                           R"({"count":1.5})", R"({"count":18446744073709551615})"}) {
    CAPTURE(json);
    CHECK_THROWS_AS(laid_over(json, cells), Error);
  }
}

TEST_CASE("a cell of another type, or none at all, is a damaged log") {
  const Cells cells = {std::int64_t{5}};
  std::string text;
  CHECK_THROWS_AS(FromCells{cells}("name", text), Error);
  FromCells from{cells};
  int number = 0;
  from("count", number);
  CHECK(number == 5);
  CHECK_THROWS_AS(from("count", number), Error);
  std::optional<Instant> at;
  CHECK_THROWS_AS(from("at", at), Error);
}

}  // namespace smsflow::cells_test
