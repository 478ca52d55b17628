// Two processes at one log, each keeping what it has read: whatever they do, and whatever is rolled
// back or erased meanwhile, each answers as one that reads everything anew.
#include <doctest/doctest.h>

#include "everything.h"
#include "random_changes.h"
#include "store/purge.h"

namespace smsflow::two_logs_test {

namespace {

// Beside what the model knows: the questions of the dispatcher and of looks.
std::string all_of(ReadTransaction& log) {
  std::string out = everything(log);
  for (const std::int64_t now : {3'000, 10'000}) {
    for (const DueText& text : log.due_texts_behind(0, at(now))) {
      out += text.id + told(std::vector<Intent>{log.planned_text(text.row).value()});
    }
    for (const TextPlace& place : log.due_places({}, at(now), 9)) {
      out += std::to_string(place.row) + log.due_text(place.row).value().id;
    }
    log.each_expected("appointment", at(now), [&](const std::string& key, const SeenRecord& seen) {
      out += key + told(seen);
    });
    for (const Departure& one : log.departures("+15550100", at(now))) {
      out += std::to_string(to_ms(one.at)) + "\n";
    }
  }
  out += told(log.held_intents("", 50)) + told(log.due_hooks("", at(10'000), 9));
  out += std::to_string(to_ms(log.last_heard().value_or(at(0))));
  for (const RevisionKept& one : log.revisions()) out += one.revision;
  for (int n = 0; n < 40; ++n) {
    out +=
        log.has_conversation(conversation_id("appointment", "a" + std::to_string(n))) ? '1' : '0';
  }
  return out;
}

std::string anew(const std::string& path) {
  const auto log = open_log(path, {.access = Access::kReadOnly});
  return all_of(*log->read());
}

}  // namespace

TEST_CASE("what is kept never outlives what it was read from") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    CAPTURE(seed);
    const Folder folder;
    const std::unique_ptr<Log> logs[] = {open_log(folder.log(), {.writer = "one"}),
                                         open_log(folder.log(), {.writer = "two"})};
    RandomChanges changes(seed);
    for (int step = 0; step < 40; ++step) {
      CAPTURE(step);
      Log& log = *logs[changes.below(2)];
      if (changes.below(12) == 0) purge(folder.log(), changes.moment(), at(20'000 + step));
      const auto transaction = log.write(at(step));
      const bool looks = changes.below(3) == 0;
      if (looks) REQUIRE(all_of(*transaction) == anew(folder.log()));
      for (int i = changes.below(25); i > 0; --i) transaction->write(changes.next(*transaction));
      if (changes.below(4) == 0) continue;
      const bool keeps_all = changes.below(2) == 0;
      const std::string before = keeps_all ? all_of(*transaction) : std::string();
      transaction->commit();
      if (keeps_all) REQUIRE(before == anew(folder.log()));
    }
    for (const auto& log : logs) {
      REQUIRE(all_of(*log->write(at(100))) == anew(folder.log()));
      CHECK(log->check_projections() == std::vector<std::string>{});
      CHECK(log->verify() == std::vector<std::string>{});
    }
  }
}

TEST_CASE("inside a transaction everything is answered as the model does, written or not") {
  for (std::uint64_t seed = 11; seed <= 14; ++seed) {
    CAPTURE(seed);
    const auto log = open_log(kInMemory, {});
    RandomChanges changes(seed);
    Model model;
    for (int step = 0; step < 40; ++step) {
      CAPTURE(step);
      const auto transaction = log->write(at(step));
      Model ours = model;
      for (int i = changes.below(30); i >= 0; --i) {
        const Change change = changes.next(*transaction);
        REQUIRE(ours.write(change) == transaction->write(change));
        if (changes.below(40) == 0) REQUIRE(everything(*transaction) == everything(ours));
      }
      if (changes.below(3) == 0) continue;
      transaction->commit();
      model = std::move(ours);
    }
    CHECK(everything(*log->read()) == everything(model));
  }
}

}  // namespace smsflow::two_logs_test
