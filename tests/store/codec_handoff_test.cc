#include <doctest/doctest.h>

#include "arbitrary.h"
#include "store/rows.h"

namespace smsflow::codec_handoff_test {

TEST_CASE("any hand-off is read back from its row as it was") {
  CHECK(rc::check("hand-off", [] {
    const Handoff handoff = any_handoff();
    return to_handoff(to_row(handoff)) == handoff;
  }));
}

TEST_CASE("a hand-off of an erased contact goes by a number nobody has") {
  TableRow row = to_row(Handoff{.contact = *PhoneNumber::from_e164("+13125551001")});
  row.phone.clear();
  row.contact = 7;
  CHECK(erased_contact(to_handoff(row).contact.e164()) == 7);
}

}  // namespace smsflow::codec_handoff_test
