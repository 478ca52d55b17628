#include <doctest/doctest.h>

#include <algorithm>

#include "arbitrary.h"
#include "store/rows.h"

namespace smsflow::codec_contact_test {

TEST_CASE("any contact is read back from its row as it was") {
  CHECK(rc::check("contact", [] {
    const Contact contact = any_contact();
    return to_contact(to_row(contact)) == contact;
  }));
}

TEST_CASE("a contact is named by its number; once erased, by a number nobody has") {
  Contact contact{.phone = *PhoneNumber::from_e164("+13125551001")};
  contact.opted_out_at = from_ms(1'770'000'000'000);
  TableRow row = to_row(contact);
  CHECK(row.id == "+13125551001");
  CHECK(row.body.empty());
  row.phone.clear();
  row.contact = 7;
  const Contact erased = to_contact(row);
  CHECK(erased_contact(erased.phone.e164()) == 7);
  CHECK(erased.opted_out_at == contact.opted_out_at);  // the opt-out outlives the number
}

TEST_CASE("a contact whose lists cannot be read is a damaged log") {
  for (const char* text : {"{", "[{}]", "[\"now\"]"}) {
    CAPTURE(text);
    for (const std::string_view column : {"consents", "recent_replies", "choice"}) {
      CAPTURE(column);
      TableRow row = to_row(Contact{.phone = *PhoneNumber::from_e164("+13125551001")});
      const Columns& columns = contact_layout().columns;
      const auto at = std::find(columns.begin(), columns.end(), column) - columns.begin();
      row.cells.at(static_cast<std::size_t>(at)) = std::string(text);
      CHECK_THROWS_AS(to_contact(row), Error);
    }
  }
}

}  // namespace smsflow::codec_contact_test
