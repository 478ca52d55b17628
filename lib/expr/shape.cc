#include "expr/shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "text/utf8.h"

namespace smsflow {
namespace {

struct RefusedWord {
  std::string_view word;  // lower case
  std::string_view message;
  std::string_view hint;
};

constexpr std::array kRefusedWords{
    RefusedWord{"select", "no sub-select in a condition", "a condition sees one record's fields"},
    RefusedWord{"values", "no sub-select in a condition", "a condition sees one record's fields"},
    RefusedWord{"current_timestamp", "no other clock than now", "write now"},
    RefusedWord{"current_date", "no other clock than now", "write now"},
    RefusedWord{"current_time", "no other clock than now", "write now"}};

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool continues_word(char c) {
  return begins_word(c) || (c >= '0' && c <= '9') || c == '$';
}

std::string lower(std::string_view word) {
  std::string text(word);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

// Walks the expression by SQLite's own lexical rules, as far as they matter here.
class Shape {
 public:
  explicit Shape(std::string_view text) : text_(text) {}

  std::optional<ConditionFault> check() {
    while (at_ < text_.size() && !fault_) step();
    if (!fault_ && !open_.empty()) refuse(open_.back(), "parenthesis is not closed", "");
    if (!fault_ && !any_) refuse(0, "empty condition", "write 1 for always");
    return fault_;
  }

 private:
  void refuse(std::size_t offset, std::string_view message, std::string_view hint) {
    fault_ = ConditionFault{offset, std::string(message), std::string(hint)};
  }

  bool follows(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void step() {
    const char c = text_[at_];
    if (is_space(c)) {
      ++at_;
      return;
    }
    any_ = true;
    if (needs_list_ && c != '(') return refuse(at_, "in needs a list", "write in ('a', 'b')");
    needs_list_ = false;
    if (begins_word(c)) return word();
    if (c >= '0' && c <= '9') return skip_word();
    if (c == '\'' || c == '"' || c == '`' || c == '[') return quoted(c == '[' ? ']' : c);
    symbol(c);
  }

  void skip_word() {
    while (at_ < text_.size() && continues_word(text_[at_])) ++at_;
  }

  void word() {
    const std::size_t from = at_;
    skip_word();
    const std::string word = lower(text_.substr(from, at_ - from));
    needs_list_ = word == "in";
    for (const RefusedWord& refused : kRefusedWords) {
      if (word == refused.word) return refuse(from, refused.message, refused.hint);
    }
  }

  // A doubled quote stands for itself; SQLite knows no backslash.
  void quoted(char end) {
    const std::size_t from = at_++;
    while (at_ < text_.size()) {
      if (text_[at_++] != end) continue;
      if (end == ']' || at_ >= text_.size() || text_[at_] != end) return;
      ++at_;
    }
    refuse(from, "quote is not closed", "");
  }

  void symbol(char c) {
    if (c == '\0') return refuse(at_, "a zero byte", "");
    if (follows("--") || follows("/*")) return refuse(at_, "no comment in a condition", "");
    if (std::string_view("?:@$#").find(c) != std::string_view::npos) {
      return refuse(at_, fmt::format("no parameter in a condition: {}", c),
                    "write the field's name or 'text'");
    }
    if (c == ';' || (c == ',' && open_.empty())) {
      return refuse(at_, fmt::format("one expression only, found {}", c),
                    "join conditions by and, or");
    }
    if (c == ')' && open_.empty()) return refuse(at_, "parenthesis was never opened", "");
    if (c == '(') open_.push_back(at_);
    if (c == ')') open_.pop_back();
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::size_t> open_;  // offsets of parentheses
  bool any_ = false;
  bool needs_list_ = false;  // the last word was IN, which may otherwise name a table
  std::optional<ConditionFault> fault_;
};

}  // namespace

std::optional<ConditionFault> shape_fault(std::string_view expression) {
  if (expression.size() > kLongestExpression) {
    return ConditionFault{kLongestExpression,
                          fmt::format("condition longer than {} bytes", kLongestExpression), ""};
  }
  if (!is_utf8(expression)) return ConditionFault{0, "condition is not UTF-8", ""};
  return Shape(expression).check();
}

}  // namespace smsflow
