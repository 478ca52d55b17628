#include "classify/nets.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "classify/writing_system.h"

namespace smsflow {
namespace {

constexpr std::size_t kVeryLongBytes = 600;  // four segments
constexpr std::size_t kManyQuestions = 3;
constexpr std::size_t kShoutedWords = 3;

struct NetFile {
  std::string_view group;
  std::string_view label;
  std::string_view what;
};

// Gravest first.
constexpr std::array<NetFile, 7> kNets = {{
    {"net_threat", "sensitive", "net danger"},
    {"net_grief", "sensitive", "net grief"},
    {"net_medical", "sensitive", "net medical"},
    {"net_legal", "sensitive", "net legal"},
    {"net_billing", "billing", "net billing dispute"},
    {"net_damage", "issue", "net damage"},
    {"net_anger", "angry", "net anger"},
}};

// A question in capitals with "?!" or "!!!" is no friendly one.
bool shouts(std::string_view raw) {
  const bool demanding = raw.find("?!") != raw.npos || raw.find("!?") != raw.npos ||
                         (raw.find("!!!") != raw.npos && raw.find('?') != raw.npos);
  if (!demanding) return false;
  std::size_t words = 0;
  std::size_t letters = 0;
  for (const char c : raw) {
    if (c >= 'a' && c <= 'z') return false;
    const bool letter = c >= 'A' && c <= 'Z';
    if (letter && letters == 0) ++words;
    letters = letter ? letters + 1 : 0;
  }
  return words >= kShoutedWords;
}

// Clauses of two words and more that end in a question mark.
std::size_t questions(std::string_view raw) {
  std::size_t count = 0;
  std::size_t letters = 0;
  for (const char c : raw.substr(0, 2000)) {
    if (c == '?') {
      if (letters >= 6) ++count;
      letters = 0;
    } else if (c != ' ') {
      ++letters;
    }
  }
  return count;
}

std::optional<Net> several(const Utterance& utterance) {
  if (const RuleMatch* match = utterance.find("net_several", "yes")) {
    return Net{"several", describe("net several matters", utterance, *match)};
  }
  std::set<std::string_view> topics;
  const RuleMatch* link = utterance.find("net_several", "link");
  for (const RuleMatch& match : utterance.matches()) {
    if (match.rule->group == "net_several" && match.rule->kind.starts_with("topic_")) {
      topics.insert(match.rule->kind.substr(6));
    }
  }
  if (topics.size() >= 3 || (topics.size() == 2 && link != nullptr)) {
    return Net{"several", fmt::format("net several matters ({})", fmt::join(topics, ", "))};
  }
  if (questions(utterance.raw()) >= kManyQuestions ||
      (utterance.raw().find("? \u00BFY ") != std::string_view::npos)) {
    return Net{"several", "net several questions"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Net> caught(const Utterance& utterance) {
  for (const NetFile& net : kNets) {
    if (const RuleMatch* match = utterance.find(net.group, "yes")) {
      return Net{net.label, describe(net.what, utterance, *match)};
    }
  }
  if (shouts(utterance.raw())) return Net{"angry", "net anger, a question shouted"};
  if (std::optional<Net> many = several(utterance)) return many;
  if (const std::string_view system = foreign_writing_system(utterance.plain()); !system.empty()) {
    return Net{"question", fmt::format("net writing system {}", system)};
  }
  if (utterance.raw().size() > kVeryLongBytes) {
    return Net{"several", fmt::format("net length, {} bytes", utterance.raw().size())};
  }
  return std::nullopt;
}

}  // namespace smsflow
