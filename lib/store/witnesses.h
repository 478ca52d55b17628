// What the tables around the events say of them, for who checks a whole log: each is read once, in
// step with the events.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/contacts.h"
#include "store/event.h"

namespace smsflow {

// A contact as the log has it now.
struct Person {
  bool is_there = false;
  std::string phone;
  std::string salt;
  std::string number;               // number_hash
  std::int64_t erased_through = 0;  // events up to it had a salt that is gone
  std::string alone;                // personal_hash of the number without anything else
};

class People {
 public:
  explicit People(Database& database) : database_(database) {}
  // Good until the next call.
  const Person& person(std::int64_t contact);

 private:
  Database& database_;
  Kept<std::int64_t, Person> known_{16'384};
};

// A side table.
class Sides {
 public:
  Sides(Database& database, std::string_view table, bool has_raw);

  // The row that the event brought; false when there is none. Asked for in the order of events;
  // what it says is good until the next call.
  bool brought_by(std::int64_t event);
  std::int64_t contact() const { return rows_.integer(1); }
  bool has_body() const { return !rows_.is_null(2); }
  std::string_view body() const { return rows_.text(2); }
  std::string_view raw() const { return rows_.text(3); }

  // Whose any row is; nothing when it is not there.
  std::optional<std::int64_t> contact_of(std::int64_t id);

  std::int64_t brought() const { return brought_; }
  std::int64_t count();
  const std::string& table() const { return table_; }

 private:
  Database& database_;
  std::string table_;
  Query rows_;
  bool more_ = true;
  std::int64_t at_ = 0;
  std::int64_t brought_ = 0;
  Kept<std::int64_t, std::optional<std::int64_t>> known_{16'384};
};

// Sums of keys with their events, by a secret: two sets of them are the same when their sums are.
class KeySum {
 public:
  KeySum() : secret_(random_bytes(16)) {}
  void add(std::string_view key, std::int64_t event);
  // Whether event_key holds the same.
  bool is_that_of_the_table(Database& database) const;

 private:
  std::string secret_;
  std::uint64_t sum_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace smsflow
