// Projections are what the events say, and answer as the model does.
#include <doctest/doctest.h>

#include "random_changes.h"
#include "store/rows.h"
#include "store/sqlite.h"

namespace smsflow::refold_test {

namespace {

template <typename T>
std::string told(const T& value) {
  const TableRow row = to_row(value);
  std::string out = row.id + " " + row.phone + " " + row.body;
  for (const Cell& cell : row.cells) {
    out += ' ';
    append_json(out, cell);
  }
  return out + "\n";
}

template <typename T>
std::string told(const std::optional<T>& value) {
  return value ? told(*value) : "none\n";
}

std::string told(const Timer& timer) {
  return full_json(timer_columns(), timer_cells(timer)) + "\n";
}

template <typename T>
std::string told(const std::vector<T>& list) {
  std::string out;
  for (const T& one : list) out += told(one);
  return out + "--\n";
}

std::string told(const std::vector<ReadTransaction::Line>& lines) {
  std::string out;
  for (const auto& line : lines) {
    out += std::to_string(to_ms(line.at)) + line.text + line.detail + "\n";
  }
  return out;
}

std::string told(const SeenRecord& seen) {
  return seen.scope + " " + std::to_string(to_ms(seen.seen_at)) + " " +
         std::to_string(seen.over_at ? to_ms(*seen.over_at) : 0) +
         (seen.posted ? " posted " : " ") + std::string(name(seen.standing)) + "\n";
}

// Everything a log or the model answers about the world of RandomChanges.
template <typename Answers>
std::string everything(Answers&& log) {
  std::string out;
  for (int n = 0; n < 40; ++n) {
    const std::string id = conversation_id("appointment", "a" + std::to_string(n));
    out += told(log.conversation(id)) + told(log.intents_of(id));
    out += told(log.transcript(id, phone(n)));
    const SeenRecord seen =
        log.record_seen("appointment", "a" + std::to_string(n)).value_or(SeenRecord{});
    out += seen.hash + seen.version + (seen.eligible ? "yes " : "no ") + told(seen);
  }
  for (const char* scope : {"", "north", "south"}) {
    const LookTaken look = log.look("appointment", scope).value_or(LookTaken{});
    out += std::to_string(to_ms(look.at)) + look.digest + std::to_string(look.rows) + "\n";
  }
  for (int n = 0; n < 15; ++n) {
    out += told(log.contact(phone(n))) + told(log.conversations_of(phone(n)));
    out += told(log.transcript("", phone(n)));
  }
  for (int n = 0; n < 60; ++n) {
    const std::string id = "P" + std::to_string(n);
    out += told(log.intent_by_provider_id("main", id));
    for (const DeliveryReceipt& one : log.orphan_receipts("main", id)) {
      out += full_json(receipt_columns(), receipt_cells(one)) + "\n";
    }
  }
  for (int n = 0; n < 30; ++n) {
    const std::optional<Timer> timer = log.timer("t" + std::to_string(n));
    out += timer ? told(*timer) : "none\n";
    out += told(log.handoff("h" + std::to_string(n)));
  }
  for (const std::int64_t now : {0, 3'000, 10'000}) {
    for (const Channel channel : {Channel::kSms, Channel::kHook, Channel::kMail}) {
      out += told(log.due_intents(channel, at(now), 7));
    }
    out += told(log.posting_intents(at(now))) + told(log.due_timers(at(now), 9));
    out += std::to_string(log.segments_since("+15550100", at(now))) + "\n";
  }
  out += told(log.unknown_intents(5)) + told(log.open_handoffs("")) + told(log.open_handoffs("x"));
  out += std::to_string(to_ms(log.next_due().value_or(at(0)))) + log.revision_source("r1");
  return out;
}

}  // namespace

TEST_CASE("a log answers as the model does after random changes, and rebuilds to the same") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    const Folder folder;
    const auto log =
        open_log(seed == 1 ? std::string(kInMemory) : folder.log(), {.source = Source::kReplayed});
    RandomChanges changes(seed);
    Model model;
    write_random(*log, changes, 2'000, &model);
    CHECK(everything(*log->read()) == everything(model));
    CHECK(log->check_projections() == std::vector<std::string>{});
    CHECK(log->verify() == std::vector<std::string>{});
  }
}

TEST_CASE("a log that was closed and opened again answers as before") {
  const Folder folder;
  RandomChanges changes(9);
  std::string before;
  {
    const auto store = open_log(folder.log(), {});
    write_random(*store, changes, 500);
    before = everything(*store->read());
  }
  const auto store = open_log(folder.log(), {.writer = "another", .source = Source::kSimulated});
  CHECK(everything(*store->read()) == before);
  write_random(*store, changes, 200);
  CHECK(store->check_projections() == std::vector<std::string>{});
  CHECK(store->verify() == std::vector<std::string>{});
}

TEST_CASE("an edited projection is found") {
  const Folder folder;
  {
    const auto store = open_log(folder.log(), {});
    RandomChanges changes(4);
    write_random(*store, changes, 600);
  }
  const std::vector<std::string> edits = {
      "UPDATE conversation SET state = state || 'x' WHERE n = 3",
      "UPDATE conversation SET asked_at = coalesce(asked_at, 0) + 1 WHERE n = 2",
      "UPDATE conversation SET side = (SELECT max(id) FROM record) WHERE n = 1",
      "UPDATE conversation SET contact = 1 + (contact IS 1) WHERE n = 1",
      "UPDATE conversation SET source = 2 WHERE n = 1",
      "DELETE FROM conversation WHERE n = 4",
      "UPDATE contact_state SET opted_out_at = coalesce(opted_out_at, 0) + 1 WHERE contact = 1",
      "DELETE FROM contact_state WHERE contact = 1",
      "UPDATE intent SET state = (state + 1) % 12 WHERE n = 5",
      "UPDATE intent SET segments = segments + 1 WHERE n = 5",
      "UPDATE intent SET left_at = coalesce(left_at, 0) + 1 WHERE n = 5",
      "DELETE FROM intent WHERE n = 5",
      "UPDATE handoff SET queue = 'nowhere' WHERE n = 1",
      "DELETE FROM handoff WHERE n = 1",
      "UPDATE timer SET due = due + 1 WHERE id = (SELECT min(id) FROM timer)",
      "DELETE FROM timer WHERE id = (SELECT min(id) FROM timer)",
      "UPDATE reply SET label = 'stop' WHERE id = (SELECT min(id) FROM reply)",
      "DELETE FROM reply WHERE id = (SELECT min(id) FROM reply)",
      "UPDATE orphan SET status = status + 1 WHERE id = (SELECT min(id) FROM orphan)",
      "DELETE FROM orphan WHERE id = (SELECT min(id) FROM orphan)",
      "UPDATE record_seen SET side = (SELECT min(id) FROM record) WHERE key = (SELECT max(key) "
      "FROM record_seen)",
      "DELETE FROM record_seen WHERE key = (SELECT max(key) FROM record_seen)",
      "UPDATE revision SET source = 'other' WHERE id = 'r1'",
      "DELETE FROM revision WHERE id = 'r1'"};
  for (const std::string& edit : edits) {
    CAPTURE(edit);
    const Folder copy;
    std::filesystem::copy_file(folder.log(), copy.log());
    Database(copy.log(), Database::Mode::kReadWrite).script(edit);
    CHECK(open_log(copy.log(), {})->check_projections().size() >= 1);
  }
}

}  // namespace smsflow::refold_test
