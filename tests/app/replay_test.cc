#include "app/replay.h"

#include <doctest/doctest.h>

#include "provider/twilio_signature.h"
#include "scratch.h"

namespace smsflow::replay_test {
namespace {

const std::string kToken = "0123456789abcdef0123456789abcdef";
const std::string kUrl = "https://hooks.example.com/twilio/inbound";
const Instant kNow = *parse_rfc3339("2026-03-02T15:00:00-06:00");

CapturedRequest inbound(const std::string& sid, const std::string& text, int minute = 1) {
  CapturedRequest captured{.id = sid, .provider = "twilio", .url = kUrl};
  captured.received_at = kNow + std::chrono::minutes{minute};
  captured.secret = kToken;
  captured.request.method = "POST";
  captured.request.target = "/twilio/inbound";
  const std::string padded = "SM" + std::string(34 - sid.size(), '0') + sid.substr(2);
  captured.request.body =
      "MessageSid=" + padded + "&From=%2B13125550101&To=%2B15550100&Body=" + text;
  captured.request.headers = {
      {"Content-Type", "application/x-www-form-urlencoded"},
      {"X-Twilio-Signature", sign_as_twilio(kToken, kUrl, captured.request.body)}};
  return captured;
}

// A replay in which Maya has a booking, and was asked about it.
struct Asked {
  Asked() {
    const std::string rows = scratch.file(
        "rows.csv",
        "appointment_id,patient_phone,first_name,starts_at,status,branch,staff,zone,"
        "reschedule_url,sms_consent\n"
        "A1,+13125550101,Maya,2026-03-03T15:00:00,booked,Downtown,Dr Lee,America/Chicago,"
        "https://n.example/r/A1,yes\n");
    replay.take(*open_records(rows), kNow);
  }
  Scratch scratch;
  Replay replay{default_config(), {""}, open_log(kInMemory, {.source = Source::kReplayed})};
};

}  // namespace

TEST_CASE("an authentic reply is taken to the question that stood") {
  Asked asked;
  const ReplayedRequest request = asked.replay.play(inbound("SM1", "C"));
  CHECK(request.accepted);
  CHECK(request.what == "inbound");
  CHECK(request.handled == "auto_resolved");
  CHECK(request.label == "confirm");
  CHECK(request.key == "A1");
  CHECK(request.state == "confirmed");
  CHECK(request.outcome == "confirmed");
  CHECK_FALSE(request.repeat);
  CHECK(request.differences.empty());
  const ReplayedRequest again = asked.replay.play(inbound("SM1", "C", 2));
  CHECK(again.repeat);
}

TEST_CASE("what is not authentic decides nothing, and says why") {
  Asked asked;
  CapturedRequest forged = inbound("SM1", "C");
  forged.request.body += "&Extra=1";
  const ReplayedRequest request = asked.replay.play(forged);
  CHECK_FALSE(request.accepted);
  CHECK_FALSE(request.reason.empty());
  CHECK(request.handled.empty());
  CHECK(asked.replay.paths().empty());
  const ReplayedRequest authentic = asked.replay.play(inbound("SM1", "C", 2));
  CHECK_FALSE(authentic.repeat);
}

TEST_CASE("what was expected is compared, property by property") {
  struct Case {
    const char* expect;
    std::size_t differences;
  };
  for (const Case& one : {Case{R"({"outcome":"confirmed","label":"confirm","key":"A1"})", 0},
                          Case{R"({"outcome":"cancelled","label":"confirm"})", 1},
                          Case{R"({"colour":"blue"})", 1}, Case{"", 0}}) {
    CAPTURE(one.expect);
    Asked asked;
    CapturedRequest captured = inbound("SM1", "C");
    captured.expect = one.expect;
    CHECK(asked.replay.play(captured).differences.size() == one.differences);
  }
  for (const bool expected : {true, false}) {
    Asked asked;
    CapturedRequest captured = inbound("SM1", "C");
    captured.expect_verified = expected;
    CHECK(asked.replay.play(captured).differences.empty() == expected);
  }
}

TEST_CASE("each conversation is told with the states it went through") {
  Asked asked;
  asked.replay.play(inbound("SM1", "R"));
  asked.replay.play(inbound("SM2", "C", 5));
  const std::vector<Replay::Path> paths = asked.replay.paths();
  REQUIRE(paths.size() == 1);
  CHECK(paths[0].workflow == "appointment");
  CHECK(paths[0].key == "A1");
  CHECK(paths[0].states == std::vector<std::string>{"rescheduling", "confirmed"});
  CHECK(paths[0].status == "ended");
  CHECK(paths[0].outcome == "confirmed");
}

TEST_CASE("a signature is verified by the row's secret, else by the provider of its kind") {
  const Scratch scratch;
  Config config;
  CapturedRequest captured = inbound("SM1", "C");
  const auto verified = [&] {
    SignatureVerifier verifier(config);
    ReplayedRequest request{.captured = captured};
    verifier.verify(request);
    return request;
  };
  CHECK(verified().accepted);
  captured.secret = "another token, of another account";
  CHECK_FALSE(verified().accepted);
  captured.secret.clear();
  CHECK(verified().reason.find("no provider of kind twilio") != std::string::npos);
  config.providers["main"] = {.name = "main",
                              .kind = "twilio",
                              .account = "AC00000000000000000000000000000000",
                              .secret_file = scratch.file("secret", kToken + "\n"),
                              .public_url = "https://hooks.example.com"};
  CHECK(verified().accepted);
}

}  // namespace smsflow::replay_test
