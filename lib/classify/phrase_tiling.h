// A message laid out in pieces: "ok | sounds good | see you then".
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "classify/rule_book.h"

namespace smsflow {

struct Tile {
  std::size_t first = 0;  // words [first, end)
  std::size_t end = 0;
  std::string_view intent;  // empty: politeness
  const Rule* rule = nullptr;
};

// The fewest pieces that cover words [0, n) for the largest possible n; empty when none begins the
// message. Of pieces with the same words the one earlier in `tiles` is taken.
std::vector<Tile> lay_out(const std::vector<Tile>& tiles, std::size_t words);

// What pieces mean together: {confirm, thanks} is confirm, {cancel, reschedule} is reschedule,
// {decline, confirm} is nothing ("").
std::string_view meaning(const std::vector<Tile>& tiles);

}  // namespace smsflow
