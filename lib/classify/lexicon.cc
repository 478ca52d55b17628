#include "classify/lexicon.h"

#include <algorithm>
#include <string>

#include "classify/feature_hash.h"
#include "text/ascii.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxClasses = 64;

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

constexpr std::size_t kBytesOfEntry = 8;  // of the word lists

std::string_view take_trimmed(std::string_view& text, char end) {
  return trim(take_until(text, end));
}

}  // namespace

Lexicon Lexicon::parse(std::string_view text) {
  Lexicon lexicon;
  lexicon.places_.resize(4096);
  lexicon.entries_.reserve(text.size() / kBytesOfEntry);
  for (int line_number = 1; !text.empty(); ++line_number) {
    std::string_view line = take_trimmed(text, '\n');
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
  const std::string_view canonical = take_trimmed(line, ' ');
  while (!(line = trim(line)).empty()) {
    place(feature_hash(kFeatureSeed, take_trimmed(line, ' '))).canonical = canonical;
  }
}

void Lexicon::add_class(std::string_view name, std::string_view phrases) {
  std::uint64_t bit = this->bit(name);
  if (bit == 0) {
    bit = std::uint64_t{1} << classes_.size();
    classes_.push_back(name);
  }
  while (!phrases.empty()) {
    std::string_view phrase = take_trimmed(phrases, ',');
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
      const std::string_view word = take_trimmed(phrase, ' ');
      const Entry* known = find(feature_hash(kFeatureSeed, word));
      std::string_view canonical = known && !known->canonical.empty() ? known->canonical : word;
      while (!canonical.empty()) add_word(take_trimmed(canonical, '_'));
    }
    if (words > 0) place(key).classes |= bit;
  }
}

std::uint64_t Lexicon::bit(std::string_view class_name) const {
  const auto found = std::find(classes_.begin(), classes_.end(), class_name);
  return found == classes_.end() ? 0 : std::uint64_t{1} << (found - classes_.begin());
}

std::size_t Lexicon::place_of(std::uint64_t key) const {
  const std::size_t mask = places_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(key >> 32);
  for (std::size_t at = (key ^ key >> 32) & mask;; at = (at + 1) & mask) {
    const Place& place = places_[at];
    if (place.entry == 0 || (place.tag == tag && entries_[place.entry - 1].key == key)) return at;
  }
}

const Lexicon::Entry* Lexicon::find(std::uint64_t key) const {
  const Place& place = places_[place_of(key)];
  return place.entry == 0 ? nullptr : &entries_[place.entry - 1];
}

Lexicon::Entry& Lexicon::place(std::uint64_t key) {
  if (2 * (entries_.size() + 1) > places_.size()) grow();
  Place& place = places_[place_of(key)];
  if (place.entry == 0) {
    entries_.push_back({key, {}, 0, false});
    place = {static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(entries_.size())};
  }
  return entries_[place.entry - 1];
}

void Lexicon::grow() {
  places_.assign(2 * places_.size(), {});
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const std::uint64_t key = entries_[i].key;
    places_[place_of(key)] = {static_cast<std::uint32_t>(key >> 32),
                              static_cast<std::uint32_t>(i + 1)};
  }
}

}  // namespace smsflow
