#include "classify/lexicon.h"

#include <algorithm>
#include <string>

#include "classify/feature_hash.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxClasses = 64;

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string_view take(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view part = trim(text.substr(0, at));
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

}  // namespace

Lexicon Lexicon::parse(std::string_view text) {
  Lexicon lexicon;
  lexicon.table_.resize(4096);
  for (int line_number = 1; !text.empty(); ++line_number) {
    std::string_view line = take(text, '\n');
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '=') {
      lexicon.add_variants(line.substr(1));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || lexicon.classes_.size() >= kMaxClasses) {
      throw Error(ErrorKind::kBadInput,
                  "a line of the word lists is neither '= word variants' nor 'class: words'",
                  "lexicon:" + std::to_string(line_number));
    }
    std::string_view name = trim(line.substr(0, colon));
    const bool weighed = !name.starts_with('-');
    if (!weighed) name.remove_prefix(1);
    lexicon.add_class(name, line.substr(colon + 1));
    if (!weighed) lexicon.unweighed_ |= lexicon.bit(name);
  }
  return lexicon;
}

void Lexicon::add_variants(std::string_view line) {
  line = trim(line);
  const std::string_view canonical = take(line, ' ');
  while (!(line = trim(line)).empty()) {
    place(feature_hash(kFeatureSeed, take(line, ' '))).canonical = canonical;
  }
}

void Lexicon::add_class(std::string_view name, std::string_view phrases) {
  std::uint64_t bit = this->bit(name);
  if (bit == 0) {
    bit = std::uint64_t{1} << classes_.size();
    classes_.push_back(name);
  }
  while (!phrases.empty()) {
    std::string_view phrase = take(phrases, ',');
    std::uint64_t key = kFeatureSeed;
    int words = 0;
    const auto add_word = [&](std::string_view word) {
      if (words++ > 0) {
        place(key).begins_phrase = true;
        key = feature_hash(key, ' ');
      }
      key = feature_hash(key, word);
    };
    while (!phrase.empty()) {
      const std::string_view word = take(phrase, ' ');
      const Entry* known = find(feature_hash(kFeatureSeed, word));
      std::string_view canonical = known && !known->canonical.empty() ? known->canonical : word;
      while (!canonical.empty()) add_word(take(canonical, '_'));
    }
    if (words > 0) place(key).classes |= bit;
  }
}

std::uint64_t Lexicon::bit(std::string_view class_name) const {
  const auto found = std::find(classes_.begin(), classes_.end(), class_name);
  return found == classes_.end() ? 0 : std::uint64_t{1} << (found - classes_.begin());
}

const Lexicon::Entry* Lexicon::find(std::uint64_t key) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = key ^ key >> 32;; ++at) {
    const Entry& entry = table_[at & mask];
    if (entry.key == key) return &entry;
    if (entry.key == 0) return nullptr;
  }
}

Lexicon::Entry& Lexicon::place(std::uint64_t key) {
  if (2 * used_ >= table_.size()) grow();
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = key ^ key >> 32;; ++at) {
    Entry& entry = table_[at & mask];
    if (entry.key == key) return entry;
    if (entry.key == 0) {
      entry.key = key;
      ++used_;
      return entry;
    }
  }
}

void Lexicon::grow() {
  std::vector<Entry> old(2 * table_.size());
  old.swap(table_);
  used_ = 0;
  for (const Entry& entry : old) {
    if (entry.key != 0) place(entry.key) = entry;
  }
}

}  // namespace smsflow
