#include "classify/phrase.h"

#include <doctest/doctest.h>

#include "message_table.h"

namespace smsflow::phrase_test {

namespace {

std::string intent_of(const PhraseBook& book, const std::string& text) {
  const Utterance utterance(text);
  if (const auto whole = book.read_whole(utterance, true)) return whole->intent;
  if (const auto within = book.read_within(utterance)) return within->intent;
  return "-";
}

Workflow pharmacy() {
  Workflow workflow;
  workflow.file = "pharmacy.toml";
  IntentSpec pickup;
  pickup.name = "pickup";
  pickup.phrases = {"I'll pick it up", "on my lunch break"};
  pickup.examples = {"Running over after the gym, is that ok?"};
  pickup.place = {"pharmacy.toml", 12, 1};
  workflow.intents = {pickup};
  return workflow;
}

}  // namespace

TEST_CASE("phrases: whole messages made of pieces, and what they do not mean") {
  const PhraseBook book(nullptr);
  for (const MessageRow& row : read_message_table("phrases.tsv")) {
    CAPTURE(row.line);
    CAPTURE(row.text);
    CHECK(intent_of(book, row.text) == row.expected);
  }
}

TEST_CASE("phrases: who asks for a person is heard, who speaks of persons is not") {
  const PhraseBook book(nullptr);
  for (const MessageRow& row : read_message_table("agent.tsv")) {
    CAPTURE(row.line);
    CAPTURE(row.text);
    CHECK((intent_of(book, row.text) == "agent" ? "yes" : "no") == row.expected);
  }
}

TEST_CASE("phrases: a workflow's own, whole and within, never behind a not, an if or a question") {
  const Workflow workflow = pharmacy();
  const PhraseBook book(&workflow);
  CHECK(intent_of(book, "I\u2019ll pick it up!!") == "pickup");
  CHECK(intent_of(book, "ok, i'll pick it up tomorrow around 5") == "pickup");
  CHECK(intent_of(book, "thanks, on my lunch break") == "pickup");
  CHECK(intent_of(book, "i'll pick it up if it is cheaper") == "-");
  CHECK(intent_of(book, "not sure i'll pick it up") == "-");
  CHECK(intent_of(book, "i'll pick it up by car or by bike?") == "-");
  CHECK(intent_of(book, "i'll pick up my kids") == "-");
  const auto hit = book.read_whole(Utterance("I'll pick it up"), true);
  REQUIRE(hit);
  CHECK(hit->rule == "phrase \"ill pick it up\" (pharmacy.toml:12:1)");
}

TEST_CASE("phrases: an example of the workflow is its intent when it is the whole message") {
  const Workflow workflow = pharmacy();
  const PhraseBook book(&workflow);
  const auto hit = book.read_whole(Utterance("running over after the gym, is that OK"), true);
  REQUIRE(hit);
  CHECK(hit->intent == "pickup");
  CHECK(hit->rule == "example \"Running over after the gym, is that ok?\" (pharmacy.toml:12:1)");
  CHECK(intent_of(book, "not running over after the gym, is that ok?") == "-");
}

TEST_CASE("phrases: an acknowledgement confirms only where something was asked") {
  const PhraseBook book(nullptr);
  CHECK(book.read_whole(Utterance("Great"), true)->intent == "confirm");
  CHECK_FALSE(book.read_whole(Utterance("Great"), false));
  CHECK(book.read_whole(Utterance("Great, thanks"), true)->intent == "thanks");
}

}  // namespace smsflow::phrase_test
