#include "workflow/read.h"

#include "demo.h"

namespace smsflow::read_capture_test {

namespace {

// The demo with these tables ahead of its states.
std::vector<std::pair<std::string, std::string>> with(const std::string& tables) {
  return {{"[states.asked]", tables + "\n[states.asked]"}};
}

CaptureSpec capture(const std::string& lines) {
  const LoadedWorkflow loaded = load_demo(with("[capture.it]\n" + lines));
  CHECK(loaded.diagnostics.empty());
  REQUIRE(loaded.value.captures.size() == 1);
  return loaded.value.captures[0];
}

}  // namespace

TEST_CASE("a capture says which kind of value it reads") {
  struct Case {
    const char* lines;
    CaptureKind kind;
  };
  const Case cases[] = {
      {"read = \"text\"", CaptureKind::kText},
      {"read = \"pattern\"\npattern = \"[0-9]+\"", CaptureKind::kPattern},
      {"read = \"moment\"", CaptureKind::kMoment},
      {"read = \"date\"", CaptureKind::kDate},
      {"read = \"amount\"", CaptureKind::kAmount},
      {"read = \"number\"", CaptureKind::kNumber},
  };
  for (const Case& row : cases) {
    CAPTURE(row.lines);
    CHECK(capture(row.lines).kind == row.kind);
  }
  CHECK(capture("read = \"text\"").name == "it");
}

TEST_CASE("a pattern and an amount may be held against a field that knows it") {
  const CaptureSpec id =
      capture("read = \"pattern\"\npattern = \"[0-9]{5}\"\nknown = \"appointment_id\"");
  CHECK(id.pattern == "[0-9]{5}");
  CHECK(id.known == "appointment_id");
  CHECK(capture("read = \"amount\"\nknown = \"first_name\"").known == "first_name");
  CHECK(capture("read = \"amount\"").known == "");
}

TEST_CASE("a number has bounds, which include their ends") {
  const CaptureSpec party = capture("read = \"number\"\nmin = 2\nmax = 9");
  CHECK(party.least == 2);
  CHECK(party.most == 9);
  CHECK(capture("read = \"number\"\nmin = 3\nmax = 3").most == 3);
  const CaptureSpec any = capture("read = \"number\"");
  CHECK(any.least == 0);
  CHECK(any.most == 999);
}

TEST_CASE("what a capture cannot be is told") {
  struct Case {
    const char* lines;
    const char* codes;
  };
  const Case cases[] = {
      {"", "missing-key"},
      {"read = \"colour\"", "bad-value"},
      {"read = \"pattern\"", "missing-key"},
      {"read = \"text\"\npattern = \"x\"", "unknown-key"},
      {"read = \"date\"\nknown = \"appointment_id\"", "unknown-key"},
      {"read = \"moment\"\nmin = 1", "unknown-key"},
      {"read = \"number\"\nmin = -1", "bad-value"},
      {"read = \"number\"\nmax = 1000", "bad-value"},
      {"read = \"number\"\nmin = 5\nmax = 4", "bad-value"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.lines);
    CHECK(codes(with(std::string("[capture.it]\n") + row.lines)) == row.codes);
  }
}

TEST_CASE("satisfaction says what is asked, when, with which thanks and after which outcomes") {
  const LoadedWorkflow loaded = load_demo(
      with("[satisfaction]\nsay = \"{brand}: how did we do? Reply 1 to 5.\"\nafter = \"90m\"\n"
           "thanks = \"Thank you.\"\noutcomes = [\"confirmed\"]"));
  CHECK(loaded.diagnostics.empty());
  REQUIRE(loaded.value.satisfaction);
  const Satisfaction& satisfaction = *loaded.value.satisfaction;
  CHECK(satisfaction.say.wordings.size() == 1);
  CHECK(satisfaction.after == std::chrono::minutes{90});
  CHECK(satisfaction.thanks.wordings.size() == 1);
  CHECK(satisfaction.outcomes == std::vector<std::string>{"confirmed"});
  CHECK_FALSE(load_demo().value.satisfaction);
}

TEST_CASE("satisfaction needs a text and a delay, and no more") {
  CHECK(codes(with("[satisfaction]\nafter = \"1h\"")) == "missing-key");
  CHECK(codes(with("[satisfaction]\nsay = \"{brand}: 1 to 5?\"")) == "missing-key");
  CHECK(codes(with("[satisfaction]\nsay = \"{brand}: 1 to 5?\"\nafter = \"1h\"")) == "");
  CHECK(codes(with("[satisfaction]\nsay = \"{brand}: 1 to 5?\"\nafter = \"1h\"\nscale = 10")) ==
        "unknown-key");
}

}  // namespace smsflow::read_capture_test
