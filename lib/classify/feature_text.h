// A reply as the statistical layer reads it: words in one spelling, and the marks that say
// something (question mark, capitals). Unlike normalise() it keeps shapes of numbers ("4:30" is
// "0:00").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

// Texts are read up to here; more is a person's business.
inline constexpr std::size_t kModelTextBytes = 2000;
inline constexpr std::size_t kModelWords = 300;

// Words: letters lower case, accents of Latin letters gone, apostrophes dropped, digits all 0,
// three and more equal letters cut to two. An emoji is a word, and so is a currency sign.
// Ill-formed UTF-8 separates words.
class ReadText {
 public:
  explicit ReadText(std::string_view text);

  std::size_t size() const { return spans_.size(); }
  std::string_view word(std::size_t i) const {
    return std::string_view(letters_).substr(spans_[i].begin, spans_[i].size);
  }
  // feature_hash of the word.
  std::uint64_t hash(std::size_t i) const { return spans_[i].hash; }
  bool asks() const { return asks_; }          // has a question mark
  bool exclaims() const { return exclaims_; }  // has an exclamation mark
  bool shouts() const { return shouts_; }      // mostly capitals, and more than one short word
  bool has_digits() const { return has_digits_; }

 private:
  struct Span {
    std::uint32_t begin;
    std::uint32_t size;
    std::uint64_t hash;
  };
  void put(char byte);
  void put(char32_t code_point);
  void add_letter(char letter);
  void add(char32_t code_point, char next);
  void end_word();

  std::string letters_;
  std::vector<Span> spans_;
  std::size_t open_ = 0;  // where the word being read begins in letters_
  std::size_t end_ = 0;   // and ends so far
  bool asks_ = false;
  bool exclaims_ = false;
  bool shouts_ = false;
  bool has_digits_ = false;
};

}  // namespace smsflow
