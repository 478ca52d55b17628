// What a run has seen: how often the precondition of each fault occurred, which promises were
// broken, and the story of one seed for people.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow::property {

class Witness {
 public:
  explicit Witness(bool tells) : tells_(tells) {}

  void count(std::string_view what) { ++counts_[std::string(what)]; }
  // A promise is broken. The first word names the promise.
  void broken(std::string what) {
    tell("BROKEN " + what);
    broken_.push_back(std::move(what));
  }
  bool tells() const { return tells_; }
  void tell(const std::string& line) {
    if (tells_) story_.push_back(line);
  }

  const std::map<std::string, std::int64_t, std::less<>>& counts() const { return counts_; }
  const std::vector<std::string>& broken() const { return broken_; }
  const std::vector<std::string>& story() const { return story_; }
  bool is_broken() const { return !broken_.empty(); }

 private:
  bool tells_;
  std::map<std::string, std::int64_t, std::less<>> counts_;
  std::vector<std::string> broken_;
  std::vector<std::string> story_;
};

}  // namespace smsflow::property
