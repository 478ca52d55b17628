// Faults found in a log, in words; a damaged log could fill the memory with them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace smsflow {

class Faults {
 public:
  void add(std::string fault) {
    if (list_.size() < kMost) {
      list_.push_back(std::move(fault));
    } else if (list_.size() == kMost) {
      list_.emplace_back("and more");
    }
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  static constexpr std::size_t kMost = 100;
  std::vector<std::string> list_;
};

}  // namespace smsflow
