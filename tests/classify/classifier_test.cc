#include "classify/classifier.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

#include "classify/model.h"
#include "message_table.h"

namespace smsflow::classifier_test {
using namespace std::string_literals;

namespace {

IntentSpec intent(const char* name, std::vector<std::string> keywords,
                  std::vector<std::string> phrases, int line) {
  IntentSpec spec;
  spec.name = name;
  spec.keywords = std::move(keywords);
  spec.phrases = std::move(phrases);
  spec.place = {"a.toml", line, 1};
  return spec;
}

Workflow appointment() {
  Workflow workflow;
  workflow.file = "a.toml";
  workflow.revision = "r1";
  workflow.intents = {intent("confirm", {"C", "INFO"}, {"my mother will bring me"}, 10),
                      intent("reschedule", {"R", "stow"}, {}, 20)};
  State asked;
  asked.name = "asked";
  for (const char* name : {"confirm", "reschedule", "cancel", "question"}) {
    asked.on.emplace(name, Reaction{});
  }
  State told;
  told.name = "told";
  told.on.emplace("confirm", Reaction{});
  workflow.states = {asked, told};
  return workflow;
}

struct Row {
  std::string text;
  std::string label;
  Layer layer;
  bool automatic;
};

}  // namespace

TEST_CASE("classifier: the layers in their order") {
  const Workflow workflow = appointment();
  const Classifier classifier(&workflow, nullptr);
  const Row rows[] = {
      {"STOP", "stop", Layer::kOptOut, true},
      {"CANCEL", "stop", Layer::kOptOut, true},
      {"take me off your list", "stop", Layer::kOptOut, true},
      {"Stop, I already paid", "stop", Layer::kOptOut, false},
      {"START", "start", Layer::kOptOut, true},
      {"wrong number", "wrong_number", Layer::kWrongNumber, true},
      {"Liked \u201CReply STOP to opt out\u201D", "noise", Layer::kNoise, true},
      {"Auto-reply: I'm out. Text STOP to unsubscribe", "noise", Layer::kNoise, true},
      {"c.", "confirm", Layer::kKeyword, true},
      {"C?", "unclear", Layer::kNone, false},         // asks more than it says
      {"stow", "reschedule", Layer::kKeyword, true},  // though near to "stop"
      {"info", "confirm", Layer::kKeyword, true},     // listed by the question
      {"HELP", "help", Layer::kKeyword, true},
      {"see you then", "confirm", Layer::kPhrase, true},
      {"my mother will bring me", "confirm", Layer::kPhrase, true},
      {"no", "cancel", Layer::kPhrase, true},  // the state has a cancel and no decline
      {"please cancel my appointment", "cancel", Layer::kPhrase, true},
      {"yes, but is there parking?", "question", Layer::kPhrase, true},
      {"talk to a human", "agent", Layer::kPhrase, true},
      {"I have a fever, my mother will bring me", "sensitive", Layer::kNet, false},
      {"You charged me twice", "billing", Layer::kNet, false},
      {"this is ridiculous", "angry", Layer::kNet, false},
      {"I have two questions", "several", Layer::kNet, false},
      {"Спасибо, буду", "question", Layer::kNet, false},
      {std::string(700, 'x'), "several", Layer::kNet, false},
      {"the blue one with stripes", "unclear", Layer::kNone, false},
      {"", "unclear", Layer::kNone, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Verdict verdict = classifier.classify(row.text, {"asked", ""});
    CAPTURE(verdict.rule);
    CHECK(verdict.label == row.label);
    CHECK(verdict.layer == row.layer);
    CHECK(verdict.automatic == row.automatic);
    CHECK(verdict.rule.empty() == (row.layer == Layer::kNone));
  }
}

TEST_CASE("classifier: keywords belong to the open question") {
  const Workflow workflow = appointment();
  const Classifier classifier(&workflow, nullptr);
  CHECK(classifier.classify("R", {"asked", ""}).label == "reschedule");
  CHECK(classifier.classify("R", {"told", ""}).label == "unclear");
  CHECK(classifier.classify("R", {"", ""}).label == "unclear");
  CHECK(classifier.classify("R", {"gone", ""}).label == "unclear");
  CHECK(classifier.classify("info", {"", ""}).label == "help");
  CHECK(classifier.classify("no", {"told", ""}).label == "unclear");
  CHECK(classifier.classify("C", {"asked", ""}).rule == "keyword C (a.toml:10:1)");
}

TEST_CASE("classifier: suspicion of an opt-out is said") {
  const Classifier classifier(nullptr, nullptr);
  CHECK(classifier.classify("Cancl", {}).suspected_opt_out);
  CHECK_FALSE(classifier.classify("Cancl", {}).automatic);
  CHECK_FALSE(classifier.classify("Stop", {}).suspected_opt_out);
}

TEST_CASE("classifier: the revision names rules, model and workflow") {
  Workflow workflow = appointment();
  const Classifier general(nullptr, nullptr);
  const Classifier first(&workflow, nullptr);
  CHECK(first.revision().size() == 64);
  CHECK(first.revision() == Classifier(&workflow, nullptr).revision());
  CHECK(first.revision() != general.revision());
  CHECK(first.revision() != Classifier(&workflow, built_in_model()).revision());
  workflow.revision = "r2";
  CHECK(first.revision() != Classifier(&workflow, nullptr).revision());
}

TEST_CASE("classifier: with the shipped model, nets stay nets and questions hold back answers") {
  const Classifier classifier(nullptr, built_in_model());
  for (const char* file :
       {"net_medical.tsv", "net_legal.tsv", "net_threat.tsv", "net_anger.tsv", "net_grief.tsv"}) {
    for (const MessageRow& row : read_message_table(file)) {
      if (row.expected != "yes") continue;
      CAPTURE(row.text);
      const Verdict verdict = classifier.classify(row.text, {"", "Will you come?"});
      const bool for_person = !verdict.automatic || verdict.label == "stop" ||
                              verdict.label == "agent" || verdict.label == "question";
      CHECK(for_person);
    }
  }
  const Verdict verdict = classifier.classify("that suits us well, or does it?", {"", "Is 4 ok?"});
  CHECK_FALSE((verdict.automatic && verdict.label == "confirm"));
}

TEST_CASE("classifier: the model suspects no opt-out where the rules read another stop") {
  const Classifier classifier(nullptr, built_in_model());
  for (const char* text : {"stop by the office", "There is a stop sign on the left",
                           "please don't stop sending them", "do not text me while I drive"}) {
    CAPTURE(text);
    const Verdict verdict = classifier.classify(text, {}, false);
    CHECK(verdict.label != "stop");
    CHECK_FALSE(verdict.suspected_opt_out);
  }
  // What the rule does not explain keeps the suspicion.
  CHECK(classifier.classify("stop by and you will see I want no text", {}, false).label == "stop");
}

TEST_CASE("reserved words: what no workflow can use as a business reply") {
  const ReservedWords& words = reserved_words();
  const auto has = [](const std::vector<std::string>& all, const char* one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const char* word : {"stop", "cancel", "end", "quit", "opt out", "baja"}) {
    CHECK(has(words.opt_out, word));
  }
  for (const char* word : {"yes", "start", "help", "info"}) CHECK(has(words.carrier, word));
  CHECK_FALSE(has(words.opt_out, "top"));
  CHECK_FALSE(has(words.carrier, "c"));
}

TEST_CASE("classifier: hostile texts end, in time and alike") {
  const Workflow workflow = appointment();
  const Classifier classifier(&workflow, built_in_model());
  std::string flood = "e";
  for (int i = 0; i < 30'000; ++i) flood += "\u0301";
  std::string right_to_left = "\u202EPOTS\u202C";
  std::string deep;
  for (int i = 0; i < 20'000; ++i) deep += "stop i do not ";
  const std::string texts[] = {
      "\0"s,
      "\xff\xfe\xfd",
      std::string(100'000, 'C'),
      std::string(100'000, '?'),
      flood,
      right_to_left,
      deep,
      "STO\0P"s,
      "\xED\xA0\x80"
      "C",
      "\xF4\x90\x80\x80 stop",
      "\u200B\u200D\uFEFF",
      "s\u0336t\u0336o\u0336p\u0336",
  };
  for (const std::string& text : texts) {
    const Verdict once = classifier.classify(text, {"asked", ""});
    const Verdict twice = classifier.classify(text, {"asked", ""});
    CHECK(once.label == twice.label);
    CHECK(once.confidence == twice.confidence);
  }
  CHECK(classifier.classify("s\u0336t\u0336o\u0336p\u0336", {"asked", ""}).label == "stop");
  CHECK(classifier.classify("STO\0P"s, {"asked", ""}).label == "stop");
  std::mt19937_64 random(3);
  for (int round = 0; round < 500; ++round) {
    std::string text(random() % 400, '\0');
    for (char& c : text) c = static_cast<char>(random());
    CHECK_NOTHROW(classifier.classify(text, {"asked", text}));
  }
}

}  // namespace smsflow::classifier_test
