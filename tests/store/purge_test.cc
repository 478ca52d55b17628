// What is old is forgotten, and nothing else: not who opted out, not what is still going on.
#include "store/purge.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "random_changes.h"
#include "store/sqlite.h"

namespace smsflow::purge_test {

namespace {

void keep(const std::string& log, Instant now, const Changes& changes) {
  const auto store = open_log(log, {.writer = "send"});
  const auto transaction = store->write(now);
  for (const Change& change : changes) transaction->write(change);
  transaction->commit();
}

Conversation conversation(const std::string& key, int contact, ConversationStatus status) {
  Conversation made = sample_conversation(key, contact);
  made.status = status;
  made.handoff.clear();
  return made;
}

InboundRecorded reply(const std::string& id, int contact, const std::string& conversation) {
  InboundRecorded made = sample_reply(id, contact);
  made.conversation = conversation;
  made.message.text = "words of " + id;
  return made;
}

std::vector<std::string> faults(const std::string& log) {
  const auto store = open_log(log, {});
  std::vector<std::string> found = store->verify();
  for (const std::string& fault : store->check_projections()) found.push_back(fault);
  return found;
}

std::optional<std::int64_t> ask(const std::string& log, const std::string& sql) {
  Database database(log, Database::Mode::kReadOnly);
  return database.number(sql);
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

}  // namespace

TEST_CASE("what is old and over is forgotten, what goes on is not") {
  const Folder folder;
  const std::string log = folder.log();
  const Conversation over = conversation("over", 1, ConversationStatus::kEnded);
  const Conversation open = conversation("open", 2, ConversationStatus::kOpen);
  keep(log, at(0),
       {ConversationChanged{over, "over"}, ConversationChanged{open, "open"},
        reply("SM1", 1, over.id), reply("SM2", 2, open.id), reply("SM3", 3, {})});
  const Conversation late = conversation("late", 3, ConversationStatus::kEnded);
  keep(log, at(5'000), {ConversationChanged{late, "late"}, reply("SM4", 3, late.id)});
  {
    const Purged would = purgeable(log, at(1'000));
    CHECK(would.messages == 2);
    CHECK(would.records == 1);
    CHECK(would.contacts == 1);
  }
  CHECK(ask(log, "SELECT count(*) FROM message WHERE body IS NULL") == 0);

  purge(log, at(1'000), at(9'000));
  CHECK(faults(log).empty());
  CHECK(ask(log, "SELECT count(*) FROM contact WHERE phone IS NULL") == 1);
  CHECK(ask(log, "SELECT count(*) FROM message WHERE body IS NULL AND raw IS NULL") == 2);
  CHECK(ask(log, "SELECT count(*) FROM message WHERE body LIKE '%SM2' OR body LIKE '%SM4'") == 2);
  const auto store = open_log(log, {});
  const auto transaction = store->write(at(9'100));
  CHECK(transaction->conversation(open.id)->record.fields == open.record.fields);
  CHECK(transaction->conversation(over.id)->record.fields.empty());
  CHECK(transaction->conversation(over.id)->status == ConversationStatus::kEnded);
  CHECK(transaction->conversation(over.id)->record.respond_by == over.record.respond_by);
}

TEST_CASE("a number that comes back is still opted out, and counts as the same contact") {
  const Folder folder;
  const std::string log = folder.log();
  Contact out{.phone = phone(1)};
  out.opted_out_at = at(1);
  keep(log, at(1), {ContactChanged{out, "stop", "SM1"}, reply("SM1", 1, {})});
  purge(log, at(1'000), at(9'000));
  CHECK(ask(log, "SELECT count(*) FROM contact WHERE phone IS NULL") == 1);
  {
    const auto store = open_log(log, {});
    const auto known = store->write(at(9'001))->contact(phone(1));
    REQUIRE(known);
    CHECK(known->opted_out_at == at(1));
    CHECK(known->phone == phone(1));
  }
  // The repeat is one still; the new message brings the number back.
  keep(log, at(9'002), {reply("SM1", 1, {}), reply("SM2", 1, {})});
  CHECK(ask(log, "SELECT count(*) FROM reply") == 2);
  CHECK(ask(log, "SELECT count(*) FROM contact") == 1);
  CHECK(ask(log, "SELECT count(*) FROM contact WHERE phone IS NOT NULL") == 1);
  CHECK(faults(log).empty());
  purge(log, at(1'000), at(9'003));
  CHECK(ask(log, "SELECT count(*) FROM contact WHERE phone IS NOT NULL") == 1);
}

TEST_CASE("the file holds the words no more") {
  const Folder folder;
  const std::string log = folder.log();
  keep(log, at(0), {reply("SMsecret", 1, {})});
  CHECK(bytes_of(log).find("words of SMsecret") != std::string::npos);
  purge(log, at(1'000), at(9'000));
  for (const char* end : {"", "-wal"}) {
    const std::string bytes = bytes_of(log + end);
    CHECK(bytes.find("words of SMsecret") == std::string::npos);
    CHECK(bytes.find(phone(1).e164()) == std::string::npos);
  }
}

TEST_CASE("only an announced purge excuses what is missing, and only what is old") {
  const Folder folder;
  const std::string log = folder.log();
  keep(log, at(0), {reply("SM1", 1, {})});
  keep(log, at(5'000), {reply("SM2", 1, {})});
  const auto edited = [&](const std::string& sql) {
    Database(log, Database::Mode::kReadWrite).execute(sql);
    return faults(log).size();
  };
  CHECK(edited("UPDATE message SET body = NULL, raw = NULL WHERE id = 1") == 1);
  purge(log, at(1'000), at(9'000));
  CHECK(faults(log).empty());
  CHECK(edited("UPDATE message SET body = NULL, raw = NULL WHERE id = 2") == 1);
}

TEST_CASE("any log is whole after a purge, and goes on") {
  std::int64_t erased = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    const Folder folder;
    const std::string log = folder.log();
    RandomChanges changes(seed);
    for (int round = 0; round < 3; ++round) {
      {
        const auto store = open_log(log, {.writer = "send"});
        write_random(*store, changes, 200);
      }
      const Instant before = at(50 + changes.below(200));
      erased += purgeable(log, before).all();
      purge(log, before, at(1'000));
      CHECK(faults(log) == std::vector<std::string>{});
      CHECK(purgeable(log, before).all() == 0);
    }
  }
  CHECK(erased > 400);
}

}  // namespace smsflow::purge_test
