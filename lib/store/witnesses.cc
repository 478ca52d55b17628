#include "store/witnesses.h"

#include <fmt/format.h>

#include <cstring>

#include "text/digest.h"

namespace smsflow {

const Person& People::person(std::int64_t contact) {
  if (const Person* const known = known_.find(contact)) return *known;
  Person person;
  Query query = database_.query(
      "SELECT phone, salt, number_hash, erased_through FROM contact WHERE id = ?", contact);
  if (query.step()) {
    person = {.is_there = true,
              .phone = std::string(query.text(0)),
              .salt = std::string(query.blob(1)),
              .number = std::string(query.blob(2)),
              .erased_through = query.integer(3),
              .alone = {}};
    person.alone = bytes_of(personal_hash(person.salt, person.phone, {}, {}));
  }
  return known_.add(contact) = std::move(person);
}

Sides::Sides(Database& database, std::string_view table, bool has_raw)
    : database_(database),
      table_(table),
      rows_(database.query(fmt::format("SELECT id, contact, body, {} FROM {} ORDER BY id",
                                       has_raw ? "raw" : "NULL", table))) {}

bool Sides::brought_by(std::int64_t event) {
  while (more_ && at_ < event) {
    more_ = rows_.step();
    if (more_) at_ = rows_.integer(0);
  }
  ++brought_;
  if (!more_ || at_ != event) return false;
  known_.add(event) = contact();
  return true;
}

std::optional<std::int64_t> Sides::contact_of(std::int64_t id) {
  if (const auto* const known = known_.find(id)) return *known;
  Query query = database_.query(fmt::format("SELECT contact FROM {} WHERE id = ?", table_), id);
  std::optional<std::int64_t> contact;
  if (query.step()) contact = query.integer(0);
  return known_.add(id) = contact;
}

std::int64_t Sides::count() {
  return database_.number(fmt::format("SELECT count(*) FROM {}", table_)).value_or(0);
}

void KeySum::add(std::string_view key, std::int64_t event) {
  std::string bytes = secret_;
  bytes.append(reinterpret_cast<const char*>(&event), sizeof event).append(key);
  const Sha256 digest = sha256(bytes);
  std::uint64_t weight = 0;
  std::memcpy(&weight, digest.data(), sizeof weight);
  sum_ += weight;
  ++count_;
}

bool KeySum::is_that_of_the_table(Database& database) const {
  KeySum table(*this);
  table.sum_ = table.count_ = 0;
  Query query = database.query("SELECT key, event FROM event_key");
  while (query.step()) table.add(query.blob(0), query.integer(1));
  return table.sum_ == sum_ && table.count_ == count_;
}

}  // namespace smsflow
