// What is known of rows beside themselves: whose they are, and by which names they go.
#include <algorithm>
#include <bit>
#include <tuple>

#include "store/tables.h"

namespace smsflow {
namespace {

constexpr std::size_t kLongList = 64;

std::size_t intent_cell(std::string_view name) {
  return static_cast<std::size_t>(std::countr_zero(intent_layout().mask({name})));
}

// What a carrier calls the intent; "" while it has no name for it.
std::string carriers_name(const TableRow& intent) {
  static const std::size_t kProvider = intent_cell("provider");
  static const std::size_t kId = intent_cell("provider_id");
  if (intent.n == 0) return {};
  const auto& id = std::get<std::string>(intent.cells[kId]);
  return id.empty() ? id : std::get<std::string>(intent.cells[kProvider]) + '\x1f' + id;
}

}  // namespace

void Tables::follow(const Layout& layout, const TableRow& before, const TableRow& now) {
  if (&layout == &conversation_layout() && (before.n == 0 || before.contact != now.contact)) {
    if (before.n == 0) {
      std::vector<std::string>* const ids = conversations_.find(now.contact);
      if (ids != nullptr) ids->push_back(now.id);
    } else {
      conversations_.erase(before.contact);
      conversations_.erase(now.contact);
    }
  }
  if (&layout != &intent_layout()) return;
  const std::string was = carriers_name(before);
  const std::string is = carriers_name(now);
  if (was == is) return;
  named_.erase(was);
  named_.erase(is);
}

std::optional<IntentState> Tables::state_of(std::string_view intent) {
  static const std::size_t kState = intent_cell("state");
  if (intent.empty()) return std::nullopt;
  const TableRow& row = load(intent_layout(), intent);
  if (row.n == 0) return std::nullopt;
  return static_cast<IntentState>(std::get<std::int64_t>(row.cells[kState]));
}

std::string Tables::intent_named(std::string_view provider, std::string_view provider_id) {
  static const ColumnMask kName = intent_layout().mask({"provider", "provider_id"});
  if (provider_id.empty()) return {};
  const std::string name = std::string(provider) + '\x1f' + std::string(provider_id);
  if (const std::string* known = named_.find(name)) return *known;
  if ((sheets_[intent_layout().slot].waits & kName) != 0) write_pending();
  Query query = database_.query(
      "SELECT id FROM intent WHERE provider_id = ? AND provider_id <> '' AND provider = ? "
      "ORDER BY n DESC LIMIT 1",
      provider_id, provider);
  return named_.add(name) = query.step() ? std::string(query.text(0)) : std::string();
}

std::vector<std::shared_ptr<const Conversation>> Tables::conversations_of(std::int64_t contact) {
  std::vector<std::shared_ptr<const Conversation>> found;
  Sheet& sheet = sheets_[conversation_layout().slot];
  const std::vector<std::string>* const ids = conversations_.find(contact);
  const bool are_kept =
      ids != nullptr && std::all_of(ids->begin(), ids->end(),
                                    [&](const auto& id) { return sheet.kept.find(id) != nullptr; });
  if (are_kept) {
    for (const std::string& id : *ids) {
      found.push_back(noun_of<Conversation>(*sheet.kept.find(id)));
    }
  } else {
    each<Conversation>(
        kContactColumn, "t.contact = ? ORDER BY t.n",
        [&](const auto& noun) { found.push_back(noun); }, contact);
    std::vector<std::string> known;
    for (const auto& one : found) known.push_back(one->id);
    if (known.size() <= kLongList) {
      if (ids == nullptr) conversations_.add(contact);
      *conversations_.find(contact) = std::move(known);
    }
  }
  std::reverse(found.begin(), found.end());
  std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
    const auto asked = [](const Conversation& one) {
      return one.asked_at.value_or(Instant::min());
    };
    return std::tuple(asked(*left), left->opened_at) > std::tuple(asked(*right), right->opened_at);
  });
  return found;
}

}  // namespace smsflow
