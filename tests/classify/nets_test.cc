#include "classify/nets.h"

#include <doctest/doctest.h>

#include "message_table.h"

namespace smsflow::nets_test {

namespace {

struct NetTable {
  const char* file;
  const char* group;
};

// What a net holds by its own rules, though a graver one may hold it as well.
bool holds(const Utterance& utterance, const std::string& group) {
  if (utterance.find(group, "yes") != nullptr) return true;
  const std::optional<Net> net = caught(utterance);
  if (!net) return false;
  if (group == "net_anger") return net->label == "angry";
  return group == "net_several";
}

}  // namespace

TEST_CASE("nets: each holds its own and lets everyday replies through") {
  const NetTable tables[] = {
      {"net_medical.tsv", "net_medical"}, {"net_legal.tsv", "net_legal"},
      {"net_billing.tsv", "net_billing"}, {"net_damage.tsv", "net_damage"},
      {"net_threat.tsv", "net_threat"},   {"net_anger.tsv", "net_anger"},
      {"net_several.tsv", "net_several"}, {"net_grief.tsv", "net_grief"},
  };
  for (const NetTable& table : tables) {
    int held = 0;
    int let_through = 0;
    for (const MessageRow& row : read_message_table(table.file)) {
      CAPTURE(table.file);
      CAPTURE(row.line);
      CAPTURE(row.text);
      CHECK((holds(Utterance(row.text), table.group) ? "yes" : "no") == row.expected);
      ++(row.expected == "yes" ? held : let_through);
    }
    CHECK(held >= 30);
    CHECK(held + let_through >= 60);
    CHECK(let_through >= held / 2);
  }
}

TEST_CASE("nets: the gravest comes first, and the rule says which") {
  const std::optional<Net> net = caught(Utterance("you idiots, I have chest pain"));
  REQUIRE(net);
  CHECK(net->label == "sensitive");
  CHECK(net->rule.starts_with("net medical \"chest pain\" (en, net_medical.tsv:"));
}

TEST_CASE("nets: a script no rule reads, and what is too long for an answer") {
  const struct {
    std::string text;
    bool held;
  } rows[] = {
      {"Спасибо, буду вовремя", true},
      {"شكرا", true},
      {"はい、行きます", true},
      {"好的", true},
      {"네", true},
      {"हाँ", true},
      {"ST\u041EP", true},  // a Cyrillic O
      {"oui, à demain", false},
      {"mañana está bien", false},
      {"Grüße", false},
      {"\U0001F44D", false},
      {"see you at the Ω store, thanks a lot", false},
      {std::string(601, 'a'), true},
      {std::string(600, 'a'), false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(caught(Utterance(row.text)).has_value() == row.held);
  }
}

}  // namespace smsflow::nets_test
