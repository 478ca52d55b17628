// Who is not texted, and why: the key of each row beside a reason that many rows share.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smsflow {

class Untexted {
 public:
  struct Why {
    std::string reason;  // a BlockReason's name, or "already_asked"
    std::string detail;  // of the row or its contact; may be empty
  };
  using Each = std::function<void(const std::string& key, const Why& why)>;

  // In the order of the records. Where details are too many to be kept, only the reason is.
  void add(std::string key, std::string_view reason, std::string detail = {});
  // Takes back the rows of which `is_wanted` is false; how many of each reason.
  std::map<std::string, std::int64_t> keep(
      const std::function<bool(const std::string& key)>& is_wanted);

  std::size_t size() const { return rows_.size(); }
  void each(const Each& take) const;

 private:
  struct Row {
    std::string key;
    std::uint32_t why;
  };

  std::deque<Row> rows_;
  std::vector<Why> whys_;
  std::map<std::pair<std::string, std::string>, std::uint32_t> index_;
};

}  // namespace smsflow
