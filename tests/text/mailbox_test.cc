#include "text/mailbox.h"

#include <doctest/doctest.h>

namespace smsflow::mailbox_test {

TEST_CASE("addresses") {
  for (const char* good :
       {"maya@example.org", "m.k+sms@mail.example.org", "root@localhost", "o'neil@example.org"}) {
    CAPTURE(good);
    CHECK(is_mail_address(good));
  }
  for (const char* bad :
       {"", "maya", "@example.org", "maya@", "a@b@c", "ma ya@example.org", "maya@exam ple.org",
        "<maya@example.org>", "maya@example.org\r\nBcc: x@y", "\"q\"@example.org", "ma,ya@x.org",
        ".maya@example.org", "maya.@example.org", "ma..ya@x.org", "maya@.org", "maya@-x.org",
        "mäya@example.org"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_mail_address(bad));
  }
  CHECK_FALSE(is_mail_address(std::string(65, 'a') + "@example.org"));
  CHECK_FALSE(is_mail_address("a@" + std::string(260, 'b')));
}

TEST_CASE("mailboxes with and without a name") {
  CHECK(parse_mailbox("desk@x.example")->name.empty());
  CHECK(parse_mailbox("Front desk <desk@x.example>")->name == "Front desk");
  CHECK(parse_mailbox("<desk@x.example>")->address == "desk@x.example");
  CHECK_FALSE(parse_mailbox("Front desk"));
  CHECK_FALSE(parse_mailbox("a\r\nb <desk@x.example>"));
  CHECK_FALSE(parse_mailbox("x <desk> <desk@x.example>"));
}

}  // namespace smsflow::mailbox_test
