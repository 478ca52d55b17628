#include "store/contacts.h"

#include <sys/random.h>

#include "store/event.h"
#include "store/rows.h"
#include "text/digest.h"

namespace smsflow {
namespace {

constexpr std::size_t kShortHash = 16;

}  // namespace

std::string number_hash(const Identity& identity, std::string_view phone) {
  const Sha256 digest = sha256(identity.number_key + std::string(phone));
  return std::string(bytes_of(digest).substr(0, kShortHash));
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (::getrandom(bytes.data(), count, 0) != static_cast<ssize_t>(count)) {
    throw Error(ErrorKind::kOutside, "the system gives no random bytes");
  }
  return bytes;
}

std::string Contacts::new_salt(std::string_view phone) const {
  if (!identity_.simulated) return random_bytes(kShortHash);
  const Sha256 digest = sha256("salt" + identity_.number_key + std::string(phone));
  return std::string(bytes_of(digest).substr(0, kShortHash));
}

ContactSide& Contacts::side_of(const std::string& phone) {
  if (ContactSide* const known = known_.find(phone)) return *known;
  ContactSide side = stored(phone);
  return known_.add(phone) = std::move(side);
}

ContactSide Contacts::stored(const std::string& phone) {
  ContactSide side{.phone = phone};
  if (const std::optional<std::int64_t> erased = erased_contact(phone)) {
    // Only what was erased goes by such a number; should a carrier bring one, it is a number.
    Query nobody = database_.query(
        "SELECT id, number_hash FROM contact WHERE id = ? AND phone IS NULL", *erased);
    if (nobody.step()) {
      side.id = nobody.integer(0);
      side.number = nobody.blob(1);
      side.erased = true;
      return side;
    }
  }
  side.number = number_hash(identity_, phone);
  Query found = database_.query(
      "SELECT c.id, c.salt, s.contact FROM contact c LEFT JOIN contact_state s ON s.contact = c.id "
      "WHERE c.number_hash = ?",
      Blob{side.number});
  if (!found.step()) return side;
  side.id = found.integer(0);
  side.salt = found.blob(1);
  // One who was erased goes by another number, too.
  side.may_have_state = side.salt.empty() || !found.is_null(2);
  side.alone = bytes_of(personal_hash(side.salt, phone, {}, {}));
  return side;
}

const ContactSide& Contacts::ensure(const std::string& phone) {
  ContactSide& side = side_of(phone);
  if (!side.erased && side.salt.empty()) fill(side);
  return side;
}

void Contacts::fill(ContactSide& side) {
  const std::string& phone = side.phone;
  side.salt = new_salt(phone);
  side.alone = bytes_of(personal_hash(side.salt, phone, {}, {}));
  if (side.id != 0) {
    database_.run(
        "UPDATE contact SET phone = ?, salt = ?, erased_through = (SELECT max(id) FROM event) "
        "WHERE id = ?",
        phone, Blob{side.salt}, side.id);
  } else {
    database_.run("INSERT INTO contact (number_hash, phone, salt) VALUES (?, ?, ?)",
                  Blob{side.number}, phone, Blob{side.salt});
    side.id = database_.last_rowid();
    side.may_have_state = false;
  }
}

}  // namespace smsflow
