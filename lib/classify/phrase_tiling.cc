#include "classify/phrase_tiling.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

namespace smsflow {
namespace {

constexpr std::size_t kUnreached = SIZE_MAX;

bool contains(const std::set<std::string_view>& all, std::string_view one) {
  return all.find(one) != all.end();
}

// Of two meanings the first gives way: it acknowledges, the second says what is wanted.
struct Order {
  std::string_view yields;
  std::string_view stays;
};
constexpr std::array<Order, 8> kOrder = {{
    {"cancel", "reschedule"},
    {"arriving", "running_late"},
    {"decline", "cancel"},
    {"decline", "reschedule"},
    {"decline", "agent"},
    {"decline", "unsure"},
    {"decline", "extend"},
    {"decline", "running_late"},
}};

}  // namespace

std::vector<Tile> lay_out(const std::vector<Tile>& tiles, std::size_t words) {
  struct Step {
    std::size_t pieces = kUnreached;
    const Tile* last = nullptr;
  };
  std::vector<Step> steps(words + 1);
  steps[0].pieces = 0;
  for (std::size_t at = 0; at < words; ++at) {
    if (steps[at].pieces == kUnreached) continue;
    for (const Tile& tile : tiles) {
      if (tile.first != at || tile.end > words) continue;
      Step& step = steps[tile.end];
      if (steps[at].pieces + 1 < step.pieces) step = {steps[at].pieces + 1, &tile};
    }
  }
  std::size_t end = words;
  while (end > 0 && steps[end].pieces == kUnreached) --end;
  std::vector<Tile> chosen;
  while (end > 0) {
    chosen.push_back(*steps[end].last);
    end = steps[end].last->first;
  }
  std::reverse(chosen.begin(), chosen.end());
  return chosen;
}

std::string_view meaning(const std::vector<Tile>& tiles) {
  std::set<std::string_view> intents;
  for (const Tile& tile : tiles) {
    if (!tile.intent.empty()) intents.insert(tile.intent);
  }
  if (intents.size() > 1 && !(intents.size() == 2 && contains(intents, "fine"))) {
    intents.erase("thanks");
  }
  if (intents.size() > 1 && !contains(intents, "decline")) intents.erase("fine");
  if (intents.size() > 1 && !contains(intents, "decline")) intents.erase("confirm");
  for (const Order& order : kOrder) {
    if (contains(intents, order.yields) && contains(intents, order.stays)) {
      intents.erase(order.yields);
    }
  }
  return intents.size() == 1 ? *intents.begin() : std::string_view();
}

}  // namespace smsflow
