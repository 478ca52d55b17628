#include "app/untexted.h"

#include <algorithm>

namespace smsflow {
namespace {

constexpr std::size_t kMostWhys = 1000;  // a detail may be another one in every row

}  // namespace

void Untexted::add(std::string key, std::string_view reason, std::string detail) {
  std::pair<std::string, std::string> why(reason, std::move(detail));
  if (index_.size() >= kMostWhys && !index_.contains(why)) why.second.clear();
  const auto [place, fresh] = index_.try_emplace(why, static_cast<std::uint32_t>(whys_.size()));
  if (fresh) whys_.push_back({std::move(why.first), std::move(why.second)});
  rows_.push_back({std::move(key), place->second});
}

std::map<std::string, std::int64_t> Untexted::keep(
    const std::function<bool(const std::string& key)>& is_wanted) {
  std::map<std::string, std::int64_t> taken;
  std::erase_if(rows_, [&](const Row& row) {
    if (is_wanted(row.key)) return false;
    taken[whys_[row.why].reason] += 1;
    return true;
  });
  return taken;
}

void Untexted::each(const Each& take) const {
  for (const Row& row : rows_) take(row.key, whys_[row.why]);
}

}  // namespace smsflow
