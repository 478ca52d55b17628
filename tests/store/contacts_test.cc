#include "store/contacts.h"

#include "bare.h"

namespace smsflow::contacts_test {

namespace {

const std::string kMaya = "+13125551001";
const std::string kOmar = "+13125551002";

// As `log purge` does, of a log that has an event.
void erase(Database& database, std::int64_t id) {
  database.execute(
      "INSERT INTO event (id, at, source, kind, conversation, intent, handoff, data) "
      "VALUES (1, 2, 0, 0, '', '', '', '{}')");
  database.run("UPDATE contact SET phone = NULL, salt = NULL WHERE id = ?", id);
}

}  // namespace

TEST_CASE("a number gets one id, which stays its own") {
  Bare log;
  Contacts contacts(log.database, log.identity);
  CHECK(contacts.find(kMaya).id == 0);
  const std::int64_t maya = contacts.ensure(kMaya).id;
  CHECK(maya != 0);
  CHECK(contacts.ensure(kMaya).id == maya);
  CHECK(contacts.ensure(kOmar).id != maya);
  Contacts later(log.database, log.identity);
  CHECK(later.find(kMaya).id == maya);
}

TEST_CASE("of a number of which only itself is known no state is looked for") {
  Bare log;
  const std::int64_t maya = log.tables.contacts().ensure(kMaya).id;
  CHECK_FALSE(log.tables.contacts().find(kMaya).may_have_state);
  log.read_anew();
  CHECK_FALSE(log.tables.contacts().find(kMaya).may_have_state);
  log.put(1, Contact{.phone = *PhoneNumber::from_e164(kMaya), .paused = true});
  CHECK(log.tables.contacts().find(kMaya).may_have_state);
  CHECK(log.tables.find<Contact>(std::to_string(maya))->paused);
  log.read_anew();
  CHECK(log.tables.contacts().find(kMaya).may_have_state);
  log.tables.forget();
  erase(log.database, maya);
  CHECK(log.tables.contacts().find(kMaya).may_have_state);
}

TEST_CASE("a number that was erased comes back under its id, with another salt") {
  Bare log;
  Contacts before(log.database, log.identity);
  const ContactSide maya = before.ensure(kMaya);
  erase(log.database, maya.id);
  Contacts contacts(log.database, log.identity);
  CHECK(contacts.find(kMaya).id == maya.id);
  const ContactSide again = contacts.ensure(kMaya);
  CHECK(again.id == maya.id);
  CHECK(again.salt != maya.salt);
  CHECK(again.alone != maya.alone);
  CHECK(log.database.number("SELECT count(*) FROM contact WHERE phone = ?", kMaya) == 1);
}

TEST_CASE("the number that stands for an erased contact leads to it, and is never filled in") {
  Bare log;
  Contacts before(log.database, log.identity);
  const std::int64_t maya = before.ensure(kMaya).id;
  const std::string nobody = erased_number(maya).e164();
  erase(log.database, maya);
  Contacts contacts(log.database, log.identity);
  CHECK(contacts.ensure(nobody).id == maya);
  CHECK(contacts.find(nobody).erased);
  CHECK(log.database.number("SELECT count(*) FROM contact WHERE phone IS NULL") == 1);
}

TEST_CASE("the hash of a number says nothing without the log's key") {
  const Identity one{.number_key = "one"};
  const Identity two{.number_key = "two"};
  CHECK(number_hash(one, kMaya) == number_hash(one, kMaya));
  CHECK(number_hash(one, kMaya) != number_hash(one, kOmar));
  CHECK(number_hash(one, kMaya) != number_hash(two, kMaya));
  CHECK(number_hash(one, kMaya).size() == 16);
}

TEST_CASE("salts are drawn, except in a simulated log, where the same run makes the same log") {
  const auto salt = [](bool simulated) {
    Bare log;
    log.identity.simulated = simulated;
    return Contacts(log.database, log.identity).ensure(kMaya).salt;
  };
  CHECK(salt(true) == salt(true));
  CHECK(salt(false) != salt(false));
  CHECK(random_bytes(32).size() == 32);
  CHECK(random_bytes(32) != random_bytes(32));
}

}  // namespace smsflow::contacts_test
