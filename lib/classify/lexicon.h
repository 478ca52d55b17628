// Word lists written by hand: spellings that mean the same word ("tmrw", "2moro" are "tomorrow"),
// and classes of words and phrases ("late": "running late", "stuck in traffic"). They carry meaning
// over to wordings no training text has. A model contains the lists it was trained with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

class Lexicon {
 public:
  struct Entry {
    std::uint64_t key = 0;       // hash of the word or phrase
    std::string_view canonical;  // the word to read instead; empty: itself
    std::uint64_t classes = 0;   // bit i: class i
    bool begins_phrase = false;
  };

  // Lines: "# ...", "= WORD VARIANT...", "CLASS: phrase, phrase", "-CLASS: ...". An underscore in
  // WORD parts two words. At most 64 classes. `text` must outlive the lexicon. Error kBadInput with
  // the line.
  static Lexicon parse(std::string_view text);

  const Entry* find(std::uint64_t key) const;
  const std::vector<std::string_view>& classes() const { return classes_; }
  // Classes whose name is written with a minus before it: the model does not weigh them.
  std::uint64_t unweighed() const { return unweighed_; }
  // Bit of the class, 0 when there is none of this name.
  std::uint64_t bit(std::string_view class_name) const;

 private:
  // Small, so that the places stay in the cache: most words of a message have no entry.
  struct Place {
    std::uint32_t tag = 0;    // of the key
    std::uint32_t entry = 0;  // counted from 1; 0: free
  };

  std::size_t place_of(std::uint64_t key) const;
  Entry& place(std::uint64_t key);
  void add_variants(std::string_view line);
  void add_class(std::string_view name, std::string_view phrases);
  void grow();

  std::vector<Place> places_;  // a power of two, at most half full
  std::vector<Entry> entries_;
  std::vector<std::string_view> classes_;
  std::uint64_t unweighed_ = 0;
};

// The lists compiled into this binary (lib/classify/data/lexicon.txt).
std::string_view built_in_lexicon();

}  // namespace smsflow
