#include "store/event.h"

#include <doctest/doctest.h>

#include <functional>
#include <set>

namespace smsflow::event_test {

namespace {

Event sample() {
  return {.id = 5,
          .at_ms = 6,
          .source = 1,
          .kind = EventKind::kMoved,
          .conversation = "c1",
          .contact = 7,
          .intent = "i1",
          .handoff = "h1",
          .key = "key",
          .side = 8,
          .personal = "secret",
          .data = "{}"};
}

std::string canonical(const Event& event, std::string_view number = "hash") {
  std::string bytes;
  append_canonical(bytes, event, number);
  return bytes;
}

}  // namespace

TEST_CASE("every kind of event has a name of its own") {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(EventKind::kAdopted); ++kind) {
    names.insert(name(static_cast<EventKind>(kind)));
  }
  CHECK(names.size() == static_cast<std::size_t>(EventKind::kAdopted) + 1);
  CHECK_FALSE(names.contains("unnamed"));
  CHECK(name(static_cast<EventKind>(99)) == "unnamed");
}

TEST_CASE("no part of an event changes without its bytes") {
  const std::function<void(Event&)> edits[] = {
      [](Event& event) { event.id += 1; },
      [](Event& event) { event.at_ms += 1; },
      [](Event& event) { event.source = 0; },
      [](Event& event) { event.kind = EventKind::kPlanned; },
      [](Event& event) { event.conversation += "x"; },
      [](Event& event) { event.contact += 1; },
      [](Event& event) { event.intent += "x"; },
      [](Event& event) { event.handoff += "x"; },
      [](Event& event) { event.key += "x"; },
      [](Event& event) { event.side += 1; },
      [](Event& event) { event.personal += "x"; },
      [](Event& event) { event.data = "{ }"; },
  };
  std::set<std::string> seen = {canonical(sample()), canonical(sample(), "hashx")};
  for (const auto& edit : edits) {
    Event event = sample();
    edit(event);
    CHECK(seen.insert(canonical(event)).second);
  }
}

TEST_CASE("a letter that moves to the field beside it is another event") {
  Event one = sample();
  Event two = sample();
  one.intent = "ab";
  one.handoff = "c";
  two.intent = "a";
  two.handoff = "bc";
  CHECK(canonical(one) != canonical(two));
}

TEST_CASE("the bytes of an event stay what they are: logs are kept for years") {
  Event event;
  event.id = 258;
  const std::string bytes = canonical(event, "");
  CHECK(bytes.substr(0, 8) == std::string("\x02\x01\0\0\0\0\0\0", 8));
  CHECK(bytes.size() == 13 * 8);
}

TEST_CASE("a batch is hashed with who wrote it, when, its events and the batch before it") {
  const Batch batch{.id = 3, .at_ms = 9, .writer = "send", .first = 5, .last = 6};
  std::set<Sha256> seen = {batch_hash(batch, "previous", "events")};
  Batch other = batch;
  other.writer = "serve";
  CHECK(seen.insert(batch_hash(other, "previous", "events")).second);
  other = batch;
  other.at_ms += 1;
  CHECK(seen.insert(batch_hash(other, "previous", "events")).second);
  other = batch;
  other.last += 1;
  CHECK(seen.insert(batch_hash(other, "previous", "events")).second);
  CHECK(seen.insert(batch_hash(batch, "previou", "sevents")).second);
  CHECK(seen.insert(batch_hash(batch, "other", "events")).second);
  CHECK(seen.insert(batch_hash(batch, "previous", "other")).second);
  CHECK(genesis_hash("one") != genesis_hash("two"));
}

TEST_CASE("a personal part is hashed with its salt, and its three parts are told apart") {
  std::set<Sha256> seen = {personal_hash("salt", "+1312", "body", "raw")};
  CHECK(seen.insert(personal_hash("other", "+1312", "body", "raw")).second);
  CHECK(seen.insert(personal_hash("salt", "+1313", "body", "raw")).second);
  CHECK(seen.insert(personal_hash("salt", "+1312", "bod", "yraw")).second);
  CHECK(seen.insert(personal_hash("salt", "+1312", "body", "")).second);
}

}  // namespace smsflow::event_test
