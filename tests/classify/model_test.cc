#include "classify/model.h"

#include <doctest/doctest.h>

#include <cstring>
#include <random>

#include "classify/classifier.h"
#include "classify/train.h"
#include "small_training.h"
#include "text/error.h"

namespace smsflow::model_test {
namespace {

struct Golden {
  const char* context;
  const char* text;
  const char* label;
  int confidence;  // in ten thousandths
  bool automatic;
};

// What the model that ships makes of these, on every machine. A model trained anew changes them.
constexpr Golden kGolden[] = {
    {"", "yes", "confirm", 9867, true},
    {"", "ok see you then", "confirm", 9648, true},
    {"", "no thanks", "decline", 9808, true},
    {"", "can we do friday instead", "reschedule", 9783, true},
    {"", "i need to cancel tomorrow", "cancel", 9981, true},
    {"", "running 10 min late, traffic", "running_late", 9996, true},
    {"", "thank you so much!", "thanks", 9994, true},
    {"", "im here, blue truck", "arriving", 9981, true},
    {"", "whats the address", "question", 9783, false},
    {"", "not sure yet, will let you know", "unsure", 9996, false},
    {"", "call me back please", "agent", 9996, false},
    {"", "this is the worst service ever", "angry", 9944, false},
    {"", "my chest hurts and i feel dizzy", "sensitive", 9994, false},
    {"", "why was i charged twice", "billing", 9688, false},
    {"", "i forgot my password", "login", 9433, false},
    {"", "the heater stopped working again", "issue", 9284, false},
    {"", "who is this? wrong person", "wrong_number", 9996, true},
    {"", "please stop texting me", "opt_out", 9985, true},
    {"", "tell me a joke", "other", 8267, false},
    {"", "sí, ahí estaré", "confirm", 9783, true},
    {"", "voy tarde, 15 min", "running_late", 9990, true},
    {"", "gracias", "thanks", 9970, true},
    {"", "no puedo ir mañana", "cancel", 5156, false},
    {"", "👍", "confirm", 9098, false},
    {"", "k", "confirm", 9196, true},
    {"", "tmrw at 4 works", "inform", 7662, false},
    {"", "gr8 c u then", "confirm", 8871, false},
    {"", "cnt make it 2day sry", "cancel", 7431, false},
    {"", "omw", "running_late", 8740, false},
    {"", "what time do you open on sunday?", "question", 9908, false},
    {"", "I'd rather come next week", "reschedule", 8991, false},
    {"", "hang on, let me check", "other", 8596, false},
    {"", "HELLO??? ANYBODY THERE", "question", 6654, false},
    {"", "", "", 0, false},
    {"", "...", "", 0, false},
    {"", "1", "inform", 9883, false},
    {"", "order 5512", "inform", 9919, false},
    {"", "my mom passed away", "sensitive", 9896, false},
    {"", "are you a bot? i want a human", "agent", 9996, false},
    {"", "lol", "other", 9883, false},
    {"What time works for you?", "3pm", "inform", 9973, true},
    {"What time works for you?", "any time after noon", "inform", 9956, true},
    {"Shall I book it?", "please do", "confirm", 9808, true},
    {"Shall I book it?", "not yet", "decline", 9688, true},
    {"Is there anything else?", "no that's all", "thanks", 9966, true},
    {"Please confirm: 2 people on Friday at 7.", "no, make it 8", "reschedule", 9970, true},
    {"Please confirm: 2 people on Friday at 7.", "that's right", "confirm", 9987, true},
    {"Your invoice of $80 is due Friday. Reply PAID once paid.", "sent it this morning", "paid",
     9850, true},
    {"Your invoice of $80 is due Friday. Reply PAID once paid.", "can i pay next week", "extend",
     8991, false},
    {"Reminder: your visit is tomorrow at 2pm. Reply C to confirm or R to reschedule.", "c u there",
     "confirm", 7879, false},
    {"Reminder: your visit is tomorrow at 2pm. Reply C to confirm or R to reschedule.",
     "something came up, another day?", "reschedule", 9688, true},
};

TEST_CASE("the model that ships scores the same on every machine") {
  const std::shared_ptr<const Model> model = built_in_model();
  REQUIRE(model != nullptr);
  for (const Golden& golden : kGolden) {
    CAPTURE(golden.text);
    const Model::Scored scored = model->score(golden.text, golden.context, {}, false);
    CHECK(scored.label == golden.label);
    CHECK(static_cast<int>(scored.confidence * 10000) == golden.confidence);
    CHECK(scored.automatic == golden.automatic);
  }
}

TEST_CASE("explaining changes nothing and names what weighed") {
  const std::shared_ptr<const Model> model = built_in_model();
  const Model::Scored plain = model->score("running late, traffic", "", {}, false);
  const Model::Scored told = model->score("running late, traffic", "", {}, true);
  CHECK(plain.features.empty());
  REQUIRE_FALSE(told.features.empty());
  CHECK(told.features.size() <= 8);
  CHECK(told.features[0].weight > 0);
  CHECK(plain.label == told.label);
  CHECK(plain.confidence == told.confidence);
  CHECK(told.runner_up != told.label);
  CHECK(told.confidence + told.runner_up_confidence <= 1.0001);
}

TEST_CASE("the mask takes away the right to act, not the reading") {
  const std::shared_ptr<const Model> model = built_in_model();
  const Model::Scored free = model->score("ok see you then", "", {}, false);
  CHECK(free.automatic);
  const Model::Scored masked = model->score("ok see you then", "", {"cancel"}, false);
  CHECK(masked.label == free.label);
  CHECK_FALSE(masked.automatic);
  CHECK(model->score("ok see you then", "", {"cancel", "confirm"}, false).automatic);
}

TEST_CASE("hostile texts are scored in bounded time") {
  const std::shared_ptr<const Model> model = built_in_model();
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string text(random() % 4000, ' ');
    for (char& byte : text) byte = static_cast<char>(random());
    const Model::Scored scored = model->score(text, text, {}, round % 10 == 0);
    CHECK(scored.confidence >= 0);
    CHECK(scored.confidence <= 1);
  }
  CHECK(model->score(std::string(100000, 'a'), "", {}, false).label ==
        model->score(std::string(3000, 'a'), "", {}, false).label);
  CHECK(model->score(std::string("yes\0no", 6), "", {}, false).label.size() > 0);
}

TEST_CASE("a broken model is refused") {
  const std::string bytes = train(small_training());
  CHECK_NOTHROW(Model::parse(bytes));
  CHECK_THROWS_AS(Model::parse(""), Error);
  CHECK_THROWS_AS(Model::parse(bytes.substr(0, bytes.size() - 1)), Error);
  CHECK_THROWS_AS(Model::parse("x" + bytes.substr(1)), Error);
  // A header of noise is refused or read, and what is read can be scored with.
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    std::string noisy = bytes;
    for (int i = 0; i < 3; ++i)
      noisy[16 + random() % (sizeof(ModelHeader) - 16)] = static_cast<char>(random());
    try {
      const std::shared_ptr<const Model> model = Model::parse(noisy);
      const Model::Scored scored = model->score("yes, see you at 4", "", {}, false);
      CHECK(scored.confidence <= 1);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kBadInput);
    }
  }
}

}  // namespace
}  // namespace smsflow::model_test
