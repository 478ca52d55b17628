#include "message/message.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace smsflow::message_test {

namespace {

const std::vector<DeliveryStatus> kStatuses = {
    DeliveryStatus::kAccepted,  DeliveryStatus::kQueued,      DeliveryStatus::kSent,
    DeliveryStatus::kDelivered, DeliveryStatus::kUndelivered, DeliveryStatus::kFailed,
    DeliveryStatus::kExpired};

}  // namespace

TEST_CASE("a status rises and a final one never changes") {
  struct Case {
    std::string_view current, heard, after;
  };
  const Case cases[] = {
      {"accepted", "queued", "queued"},
      {"queued", "accepted", "queued"},
      {"queued", "sent", "sent"},
      {"sent", "queued", "sent"},
      {"accepted", "delivered", "delivered"},
      {"sent", "delivered", "delivered"},
      {"delivered", "sent", "delivered"},
      {"delivered", "undelivered", "delivered"},
      {"undelivered", "delivered", "undelivered"},
      {"failed", "expired", "failed"},
      {"expired", "failed", "expired"},
      {"sent", "expired", "expired"},
      {"sent", "sent", "sent"},
      {"failed", "accepted", "failed"},
  };
  const auto status_named = [](std::string_view wanted) {
    for (const DeliveryStatus status : kStatuses) {
      if (name(status) == wanted) return status;
    }
    FAIL("no such status");
    return DeliveryStatus::kAccepted;
  };
  for (const Case& c : cases) {
    CAPTURE(c.current);
    CAPTURE(c.heard);
    CHECK(name(join(status_named(c.current), status_named(c.heard))) == c.after);
  }
}

TEST_CASE("reports may come in any order and any number of times") {
  for (const DeliveryStatus a : kStatuses) {
    CHECK(join(a, a) == a);
    for (const DeliveryStatus b : kStatuses) {
      // Two final words contradict each other: then the first one heard stays.
      if (!is_final(a) || !is_final(b)) CHECK(join(a, b) == join(b, a));
      if (is_final(a)) CHECK(join(a, b) == a);
      CHECK(join(join(a, b), b) == join(a, b));
      for (const DeliveryStatus c : kStatuses) CHECK(join(join(a, b), c) == join(a, join(b, c)));
    }
  }
}

TEST_CASE("names are all different, and a stored number out of range has one too") {
  std::set<std::string_view> names;
  for (int i = 0; i <= 11; ++i) names.insert(name(static_cast<ErrorClass>(i)));
  CHECK(names.size() == 12);
  CHECK(names.count("unknown") == 0);
  CHECK(name(ErrorClass::kNone) == "none");
  CHECK(name(ErrorClass::kOther) == "other");
  CHECK(name(static_cast<ErrorClass>(12)) == "unknown");
  CHECK(name(static_cast<ErrorClass>(-1)) == "unknown");
  CHECK(name(DeliveryStatus::kExpired) == "expired");
  CHECK(name(static_cast<DeliveryStatus>(7)) == "unknown");
}

TEST_CASE("only numbers can be answered") {
  struct Case {
    std::string_view sender;
    bool answers;
  };
  const Case cases[] = {{"+15550100", true}, {"13013", true},  {"NORTHSIDE", false},
                        {"", false},         {"+", false},     {"4Dentist", false},
                        {"1 301", false},    {"++1555", false}};
  for (const Case& c : cases) {
    CAPTURE(c.sender);
    CHECK(SenderId{std::string(c.sender)}.can_receive() == c.answers);
  }
}

}  // namespace smsflow::message_test
