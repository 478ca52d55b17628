#include "store/witnesses.h"

#include "sample.h"

namespace smsflow::witnesses_test {

namespace {

struct Witnessed {
  Witnessed() {
    write(*open_log(folder.log(), {}), InboundRecorded{sample_reply("SM1")},
          RevisionKept{"r1", "a", "b"}, InboundRecorded{sample_reply("SM2", 2)});
    database.emplace(folder.log(), Database::Mode::kReadWrite);
  }
  Folder folder;
  std::optional<Database> database;
};

}  // namespace

TEST_CASE("a contact is known as the log has it, also without a number, and not when it is gone") {
  Witnessed log;
  log.database->execute(
      "UPDATE contact SET phone = NULL, salt = NULL, erased_through = 1 WHERE id = 2");
  People people(*log.database);
  CHECK(people.person(1).phone == phone().e164());
  CHECK(people.person(1).salt.size() == 16);
  CHECK(people.person(1).alone.size() == 32);
  CHECK(people.person(2).is_there);
  CHECK(people.person(2).salt.empty());
  CHECK(people.person(2).number.size() == 16);
  CHECK(people.person(2).erased_through == 1);
  CHECK_FALSE(people.person(3).is_there);
}

TEST_CASE("side rows come with their events, and are found again") {
  Witnessed log;
  log.database->execute("UPDATE message SET body = NULL, raw = NULL WHERE id = 3");
  Sides messages(*log.database, "message", true);
  REQUIRE(messages.brought_by(1));
  CHECK(messages.contact() == 1);
  CHECK(messages.body() == sample_reply("SM1").message.text);
  CHECK(messages.raw() == sample_reply("SM1").raw);
  CHECK_FALSE(messages.brought_by(2));
  REQUIRE(messages.brought_by(3));
  CHECK_FALSE(messages.has_body());
  CHECK(messages.contact_of(1) == 1);
  CHECK(messages.contact_of(3) == 2);
  CHECK(messages.contact_of(2) == std::nullopt);
  CHECK(messages.count() == 2);
  CHECK(messages.brought() == 3);
  CHECK_FALSE(messages.brought_by(9));
}

TEST_CASE("keys and their events are those of the table, in any order, or they are not") {
  Witnessed log;
  std::vector<std::pair<std::string, std::int64_t>> keys;
  {
    Query query =
        log.database->query("SELECT key, id FROM event WHERE key IS NOT NULL ORDER BY id DESC");
    while (query.step()) keys.emplace_back(query.blob(0), query.integer(1));
  }
  REQUIRE(keys.size() == 2);
  const auto same = [&] {
    KeySum sum;
    for (const auto& [key, event] : keys) sum.add(key, event);
    return sum.is_that_of_the_table(*log.database);
  };
  CHECK(same());
  std::swap(keys[0].second, keys[1].second);
  CHECK_FALSE(same());
  std::swap(keys[0].second, keys[1].second);
  keys.pop_back();
  CHECK_FALSE(same());
}

}  // namespace smsflow::witnesses_test
