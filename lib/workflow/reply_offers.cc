#include "workflow/reply_offers.h"

#include <algorithm>
#include <array>

namespace smsflow {
namespace {

struct Token {
  std::string_view text;
  std::size_t offset = 0;
  bool quoted = false;
  bool after_separator = false;  // a comma, slash or semicolon stands before it
  bool begins_sentence = false;
};

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'' ||
         byte >= 0x80;
}

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  bool separated = false;
  bool new_sentence = true;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (!is_word_byte(c) || c == '\'') {
      separated = separated || c == ',' || c == ';' || c == '/';
      const bool last = at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n';
      new_sentence = new_sentence || ((c == '.' || c == '!' || c == '?') && last) || c == '\n';
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    if (text[end - 1] == '\'') --end;
    const bool quoted =
        at > 0 && is_quote(text[at - 1]) && end < text.size() && is_quote(text[end]);
    tokens.push_back({text.substr(at, end - at), at, quoted, separated, new_sentence});
    separated = new_sentence = false;
    at = end;
  }
  return tokens;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

template <std::size_t N>
bool is_one_of(const Token& token, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), lower(token.text)) != words.end();
}

constexpr std::array<std::string_view, 14> kVerbs = {
    "reply", "replying", "text",     "txt",      "send",     "answer",  "respond",
    "type",  "responda", "responde", "conteste", "contesta", "escriba", "escribe"};
constexpr std::array<std::string_view, 6> kFillers = {"with",   "back", "us",
                                                      "either", "con",  "just"};
constexpr std::array<std::string_view, 4> kJoints = {"or", "and", "o", "y"};
constexpr std::array<std::string_view, 14> kLeaving = {
    "opt",   "optout",   "unsubscribe", "unsubscribed", "stop",     "end",  "quit",
    "texts", "messages", "msgs",        "alerts",       "mensajes", "baja", "recibir"};

bool is_capital(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'';
  });
}

// Where a sentence's reply verb is followed by offers, one after another.
class Reader {
 public:
  explicit Reader(std::string_view text) : tokens_(tokens_of(text)) {}

  std::vector<ReplyOffer> read() {
    for (at_ = 0; at_ < tokens_.size();) {
      if (is_one_of(tokens_[at_++], kVerbs)) sentence();
    }
    return std::move(offers_);
  }

 private:
  bool in_sentence() const { return at_ < tokens_.size() && !tokens_[at_].begins_sentence; }

  void sentence() {
    bool may_begin = true;  // an offer follows the verb, a comma or a joint, nothing else
    bool first = true;
    while (in_sentence()) {
      const Token& token = tokens_[at_];
      may_begin = may_begin || token.after_separator;
      if (may_begin && (is_one_of(token, kFillers) || is_joint(token))) {
        ++at_;
      } else if (may_begin && (token.quoted || is_capital(token.text) || (first && is_named()))) {
        offer();
        may_begin = first = false;
      } else {
        if (!offers_.empty() && is_one_of(token, kLeaving)) offers_.back().leaves = !first;
        may_begin = is_joint(token);
        first = false;
        ++at_;
      }
    }
  }

  // "Y" alone is an answer, "y" is Spanish for "and".
  static bool is_joint(const Token& token) {
    return is_one_of(token, kJoints) && !is_capital(token.text) && !token.quoted;
  }

  // "Reply yes to confirm": a word right after the verb that says what it is for.
  bool is_named() const {
    if (at_ + 1 >= tokens_.size() || tokens_[at_ + 1].begins_sentence) return false;
    constexpr std::array<std::string_view, 4> kAims = {"to", "for", "if", "para"};
    constexpr std::array<std::string_view, 5> kNoOffer = {"to", "by", "here", "this", "now"};
    return is_one_of(tokens_[at_ + 1], kAims) && !is_one_of(tokens_[at_], kNoOffer);
  }

  void offer() {
    ReplyOffer made{std::string(tokens_[at_].text), tokens_[at_].offset, false};
    const bool quoted = tokens_[at_].quoted;
    const bool capital = is_capital(tokens_[at_].text);
    for (++at_; in_sentence() && !quoted && capital; ++at_) {
      const Token& next = tokens_[at_];
      if (!is_capital(next.text) || next.quoted || next.after_separator) break;
      made.word += " " + std::string(next.text);
    }
    // Without an aim ("Reply STOP anytime") only the way out can be meant.
    constexpr std::array<std::string_view, 4> kAims = {"to", "for", "if", "para"};
    const bool aimed = in_sentence() && is_one_of(tokens_[at_], kAims);
    const std::string word = lower(made.word);
    made.leaves = !aimed && (word == "stop" || word == "unsubscribe");
    offers_.push_back(std::move(made));
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::vector<ReplyOffer> offers_;
};

}  // namespace

std::vector<ReplyOffer> reply_offers(std::string_view text) {
  return Reader(text).read();
}

int count_questions(std::string_view text) {
  int count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '?') continue;
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    count += next == ' ' || next == '\n' || next == '"' || next == ')' ? 1 : 0;
  }
  return count;
}

}  // namespace smsflow
