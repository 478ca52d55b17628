// Phone numbers and their ids: events and projections name a contact by a small integer, so that
// the number itself can be erased. Found by a keyed hash, which outlives the number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/kept.h"
#include "store/sqlite.h"

namespace smsflow {

struct ContactSide {
  std::int64_t id = 0;  // 0: not known
  std::string phone;
  std::string number;  // number_hash
  std::string salt;
  bool erased = false;         // named by erased_number
  std::string alone;           // personal_hash of the number without anything else
  bool may_have_state = true;  // false: surely nothing is known of it but its number
};

// What the `meta` row says of a log.
struct Identity {
  std::string log_id;
  std::string number_key;  // of the hashes of numbers
  bool simulated = false;  // salts are then derived, so that the same run makes the same log
};

// 16 bytes.
std::string number_hash(const Identity& identity, std::string_view phone);

// Remembers until it is told to forget.
class Contacts {
 public:
  Contacts(Database& database, const Identity& identity)
      : database_(database), identity_(identity) {}

  // Both are good until the next call. id 0 when the number is not in the log.
  const ContactSide& find(const std::string& phone) { return side_of(phone); }
  // Adds it when it is not there, and fills it in again when it was erased.
  const ContactSide& ensure(const std::string& phone);
  // From now on more is known of a number than itself.
  void has_state(const std::string& phone) { side_of(phone).may_have_state = true; }
  void forget() { known_.clear(); }

 private:
  ContactSide& side_of(const std::string& phone);
  ContactSide stored(const std::string& phone);
  void fill(ContactSide& side);
  std::string new_salt(std::string_view phone) const;

  Database& database_;
  const Identity& identity_;
  Kept<std::string, ContactSide> known_{2'048};
};

// Bytes nobody can guess. Throws Error{kOutside}.
std::string random_bytes(std::size_t count);

}  // namespace smsflow
