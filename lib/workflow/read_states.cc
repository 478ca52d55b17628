#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workflow/read.h"

namespace smsflow {
namespace {

using toml_file::Entry;
using toml_file::Node;
using toml_file::TableReader;

bool is_language(std::string_view code) {
  return (code.size() == 2 || code.size() == 3) &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

void read_wording(const Node& node, Wording wording, Say& say, std::vector<Diagnostic>& faults) {
  wording.place = node.place;
  if (node.text()->find_first_not_of(" \t\r\n") == std::string::npos) {
    faults.push_back({Severity::kError, node.place, "an empty text cannot be sent",
                      "leave \"say\" out to send nothing", node.width, "empty-text"});
  }
  wording.text = parse_template(*node.text()).value;
  say.wordings.push_back(std::move(wording));
}

// [ { id = "a", weight = 1, text = "..." }, ... ]
void read_variants(const Node& node, const std::string& path, const std::string& language, Say& say,
                   std::vector<Diagnostic>& faults) {
  std::vector<std::string> seen;
  for (const Node& element : *node.array()) {
    if (element.table() == nullptr) {
      faults.push_back(
          {Severity::kError, element.place,
           fmt::format("a variant of \"{}\" must be a table, not {}", path, kind_name(element)),
           "write { id = \"a\", weight = 1, text = \"...\" }", element.width, "wrong-kind"});
      continue;
    }
    TableReader reader(*element.table(), element.place, path, faults);
    Wording wording;
    wording.language = language;
    wording.variant = reader.required_text("id");
    wording.weight = static_cast<int>(reader.integer_or("weight", 1, 1, 1000));
    if (std::find(seen.begin(), seen.end(), wording.variant) != seen.end()) {
      reader.fault_at_key("id", "twice",
                          fmt::format("there are two variants \"{}\"", wording.variant));
    }
    seen.push_back(wording.variant);
    const Node* text = reader.text("text");
    if (text != nullptr) {
      read_wording(*text, std::move(wording), say, faults);
    } else if (element.table()->find("text") == nullptr) {
      reader.missing("text");
    }
    reader.finish();
  }
  if (node.array()->empty()) {
    faults.push_back({Severity::kError,
                      node.place,
                      fmt::format("\"{}\" has no variant", path),
                      {},
                      node.width,
                      "empty-text"});
  }
}

void read_one_language(const Node& node, const std::string& path, const std::string& language,
                       Say& say, std::vector<Diagnostic>& faults) {
  if (node.text() != nullptr) {
    Wording wording;
    wording.language = language;
    read_wording(node, std::move(wording), say, faults);
  } else if (node.array() != nullptr) {
    read_variants(node, path, language, say, faults);
  } else {
    faults.push_back({Severity::kError,
                      node.place,
                      fmt::format("\"{}\" must be a text or an array of variants, not {}", path,
                                  kind_name(node)),
                      {},
                      node.width,
                      "wrong-kind"});
  }
}

void read_then(TableReader& reader, Reaction& reaction) {
  const Node* node = reader.table("then");
  if (node == nullptr) return;
  TableReader inner(*node->table(), node->place, reader.path_of("then"), reader.faults());
  auto then = std::make_shared<Reaction>();
  read_reaction(inner, "", *then);
  inner.finish();
  reaction.then = std::move(then);
}

}  // namespace

void read_reaction(TableReader& reader, std::string_view intent, Reaction& reaction) {
  reaction.place = reader.place();
  reaction.go = reader.text_or("go", "");
  reaction.handoff = reader.text_or("handoff", "");
  if (reader.any("fallback") != nullptr) {
    read_choice(reader, "fallback", {"email"});
    reaction.fallback = "email";
  }
  reaction.emit = reader.text_or("emit", "");
  if (read_choice(reader, "priority", {"normal", "high"}) == 1) reaction.priority = "high";
  if (const Node* say = reader.any("say")) {
    read_say(*say, reader.path_of("say"), reaction.say, reader.faults());
  }
  if (const Node* set = reader.table("set")) {
    TableReader values(*set->table(), set->place, reader.path_of("set"), reader.faults());
    for (const Entry& entry : set->table()->entries) {
      reaction.set[entry.key] = values.text_or(entry.key, "");
    }
  }
  reaction.read = reader.texts("read");
  if (intent == "silence" || intent == "promise") reaction.after = read_duration(reader, "after");
  if (intent == "unclear") {
    reaction.times = static_cast<int>(reader.integer_or("times", 1, 1, 10));
    read_then(reader, reaction);
  }
}

namespace {

// Keys that mean something in some reactions only get an answer of their own.
void refuse_misplaced(TableReader& reader, const Entry& reaction) {
  struct Home {
    std::string_view key;
    std::vector<std::string_view> reactions;
  };
  static const std::array<Home, 3> kHomes = {
      {{"after", {"silence", "promise"}}, {"times", {"unclear"}}, {"then", {"unclear"}}}};
  for (const auto& [key, homes] : kHomes) {
    const bool at_home = std::find(homes.begin(), homes.end(), reaction.key) != homes.end();
    if (at_home || reader.any(key) == nullptr) continue;
    reader.fault_at_key(key, "misplaced-key",
                        fmt::format("\"{}\" belongs to \"{}\" only, not to \"{}\"", key,
                                    fmt::join(homes, "\" and \""), reaction.key));
  }
}

}  // namespace

void read_say(const Node& node, const std::string& path, Say& say,
              std::vector<Diagnostic>& faults) {
  if (node.table() == nullptr) return read_one_language(node, path, "en", say, faults);
  for (const Entry& entry : node.table()->entries) {
    if (is_language(entry.key)) {
      read_one_language(*entry.node, fmt::format("{}.{}", path, entry.key), entry.key, say, faults);
    } else {
      faults.push_back(
          {Severity::kError, entry.key_place, fmt::format("\"{}\" is not a language", entry.key),
           "write a code of ISO 639 like \"en\" or \"es\"", entry.key.size(), "unknown-key"});
    }
  }
}

void read_intent(TableReader& reader, IntentSpec& intent) {
  intent.keywords = reader.texts("keywords");
  intent.phrases = reader.texts("phrases");
  intent.examples = reader.texts("examples");
}

void read_state(TableReader& reader, State& state) {
  if (const Node* say = reader.any("say")) {
    read_say(*say, reader.path_of("say"), state.say, reader.faults());
  }
  state.ask = reader.text_or("ask", "");
  state.end = reader.text_or("end", "");
  state.emit = reader.text_or("emit", "");
  state.handoff = reader.text_or("handoff", "");
  if (const Node* on = reader.table("on")) {
    read_reactions(*on, reader.path_of("on"), state.on, reader.faults());
  }
}

void read_reactions(const Node& table, const std::string& table_path,
                    std::map<std::string, Reaction, std::less<>>& reactions,
                    std::vector<Diagnostic>& faults) {
  TableReader reader(*table.table(), table.place, table_path, faults);
  for (const Entry& entry : table.table()->entries) {
    const std::string path = fmt::format("{}.{}", table_path, entry.key);
    if (entry.node->table() == nullptr) {
      reader.fault_at(*entry.node, "wrong-kind",
                      fmt::format("\"{}\" must be a table, not {}", path, kind_name(*entry.node)),
                      "write { go = \"STATE\" } or { handoff = \"QUEUE\" }");
      continue;
    }
    TableReader inner(*entry.node->table(), entry.key_place, path, reader.faults());
    Reaction reaction;
    read_reaction(inner, entry.key, reaction);
    refuse_misplaced(inner, entry);
    inner.finish();
    reactions.emplace(entry.key, std::move(reaction));
  }
}

}  // namespace smsflow
