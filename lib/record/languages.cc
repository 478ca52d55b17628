#include "record/languages.h"

#include <array>
#include <string_view>
#include <utility>

#include "text/normalise.h"

namespace smsflow {
namespace {

constexpr std::size_t kMostUnspoken = 20;
constexpr std::size_t kLongestLanguage = 40;

// As exports write the languages that smsflow has words in itself.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kNames = {{
    {"eng", "en"},
    {"english", "en"},
    {"ingles", "en"},
    {"spa", "es"},
    {"esp", "es"},
    {"spanish", "es"},
    {"espanol", "es"},
    {"castellano", "es"},
}};

std::string code_of(const std::string& cell) {
  const std::string word = cell.size() > 2 ? normalise(cell) : cell;
  for (const auto& [name_of, code] : kNames) {
    if (word == name_of) return std::string(code);
  }
  std::string code;
  for (const char c : cell) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (!upper && (c < 'a' || c > 'z')) break;
    code += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return code.size() == 2 || code.size() == 3 ? code : "";
}

}  // namespace

Languages::Languages(const Workflow& workflow) {
  for (const State& state : workflow.states) {
    for (const Wording& wording : state.say.wordings) spoken_.insert(wording.language);
  }
}

std::string Languages::read(const std::string& cell) {
  if (cell.empty()) return "en";
  const std::string code = code_of(cell);
  if (!spoken_.contains(code)) {
    const std::string written = cell.substr(0, kLongestLanguage);
    if (unspoken_.size() < kMostUnspoken || unspoken_.contains(written)) unspoken_[written] += 1;
  }
  return code.empty() ? "en" : code;
}

}  // namespace smsflow
