#include "classify/reading.h"

#include <doctest/doctest.h>

#include "tests/tree.h"

namespace smsflow::reading_test {
namespace {

bool same(const Verdict& a, const Verdict& b) {
  return a.label == b.label && a.layer == b.layer && a.rule == b.rule &&
         a.confidence == b.confidence && a.runner_up == b.runner_up &&
         a.runner_up_confidence == b.runner_up_confidence && a.automatic == b.automatic &&
         a.suspected_opt_out == b.suspected_opt_out && a.ambiguous_opt_out == b.ambiguous_opt_out &&
         a.language == b.language;
}

// A text for each layer, and for each order of them.
constexpr const char* kTexts[] = {"C",
                                  "c?",
                                  "Hi, C please, thanks!",
                                  "STOP",
                                  "stop please",
                                  "Stpo",
                                  "CANCEL",
                                  "cancelar",
                                  "take me off your list",
                                  "can I stop by at 5",
                                  "START",
                                  "unstop",
                                  "HELP",
                                  "ayuda",
                                  "wrong number",
                                  "Liked \u201CReply STOP to end\u201D",
                                  "I'm driving right now. I'll text you later",
                                  "sounds good, see you then",
                                  "yes, but is there parking?",
                                  "I have chest pain",
                                  "you idiots",
                                  "could it be some other week maybe",
                                  "purple 77 elephants",
                                  "R",
                                  "reschedule",
                                  "yes",
                                  "\U0001F44D",
                                  "",
                                  "s\u0442op",
                                  "stop texting me about the appointment, I need to move it"};

}  // namespace

TEST_CASE("a message that was read before has the verdict of one that comes new") {
  const LoadedWorkflow loaded =
      load_workflow_file(in_tree("workflows/appointment.toml"), reserved_words());
  const Classifier classifier(&loaded.value, built_in_model());
  const Classifier general(nullptr, built_in_model());
  const Question questions[] = {
      {}, {"asked", ""}, {"asked", "Reply C to confirm"}, {"rescheduling", ""}, {"", "Is 4 ok?"}};
  for (const char* text : kTexts) {
    CAPTURE(text);
    Reading used(text);
    // In any order, above all questions first and last, and the second time.
    for (int round = 0; round < 2; ++round) {
      for (const Question& question : questions) {
        CAPTURE(question.state);
        for (const Classifier* one : {&classifier, &general}) {
          CHECK(same(used.verdict(*one, question), one->classify(text, question)));
        }
      }
      CHECK(same(used.contact_level().verdict, read_contact_level(Utterance(text)).verdict));
    }
  }
}

TEST_CASE("one question is asked once") {
  const Classifier classifier(nullptr, built_in_model());
  Reading reading("could it be some other week maybe");
  const Verdict& first = reading.verdict(classifier, {"", "Is 4 ok?"});
  for (const char* context : {"Is 5 ok?", "Is 6 ok?"}) {
    CHECK(&reading.verdict(classifier, {"", context}) != &first);
  }
  CHECK(&reading.verdict(classifier, {"", std::string_view("Is 4 ok?")}) == &first);
}

}  // namespace smsflow::reading_test
