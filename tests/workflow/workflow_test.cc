#include "workflow/workflow.h"

#include "demo.h"

namespace smsflow::workflow_test {

TEST_CASE("parts are found by name") {
  const Workflow workflow = load_demo().value;
  REQUIRE(workflow.find("asked") != nullptr);
  CHECK(workflow.find("asked")->asks());
  CHECK_FALSE(workflow.find("confirmed")->asks());
  CHECK(workflow.find("nowhere") == nullptr);
  REQUIRE(workflow.find_intent("confirm") != nullptr);
  CHECK(workflow.find_intent("confirm")->keywords == std::vector<std::string>{"C"});
  CHECK(workflow.find_intent("cancel") == nullptr);
  REQUIRE(workflow.record.find("starts_at") != nullptr);
  CHECK(workflow.record.find("starts_at")->type == FieldType::kTime);
  CHECK_FALSE(workflow.record.find("note")->required);
  CHECK(workflow.record.find("appointment_id") == nullptr);
}

TEST_CASE("queues of states, reactions and what follows them are told once, sorted") {
  const Workflow workflow =
      load_demo({{kAskedOn,
                  "reschedule = { handoff = \"desk\" }\nquestion = { handoff = \"desk\" }\n"
                  "unclear = { say = \"Sorry?\", then = { handoff = \"angels\" } }\n"
                  "decline = { go = \"lost\" }\n[states.lost]\nhandoff = \"zebra\"\n"}})
          .value;
  CHECK(workflow.queues() == std::vector<std::string>{"angels", "desk", "zebra"});
}

TEST_CASE("classes have the names of the file") {
  CHECK(name(MessageClass::kTransactional) == "transactional");
  CHECK(name(MessageClass::kInformational) == "informational");
  CHECK(name(MessageClass::kMarketing) == "marketing");
}

}  // namespace smsflow::workflow_test
