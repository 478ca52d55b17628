#include "app/accounts.h"

#include <doctest/doctest.h>

namespace smsflow::accounts_test {

using Accounts = std::vector<AccountServed>;

TEST_CASE("an account that is added is no other, one in another's place is") {
  const AccountServed a{"twilio", "A"};
  const AccountServed b{"twilio", "B"};
  const AccountServed gate{"kannel", "clinic"};
  const AccountServed other_gate{"kannel", "other"};
  const AccountServed file{"file", ""};
  struct Case {
    Accounts served;
    Accounts configured;
    std::string replaced;  // "served -> configured"
  };
  const Case cases[] = {
      {{}, {a}, ""},
      {{a}, {a}, ""},
      {{a}, {a, b}, ""},
      {{a}, {gate, a}, ""},
      {{a, gate}, {gate}, ""},
      {{a, b}, {b}, ""},
      {{a}, {b}, "twilio A -> twilio B"},
      {{a}, {gate}, "twilio A -> kannel clinic"},
      {{a}, {file}, "twilio A -> file"},
      {{file}, {a}, "file -> twilio A"},
      {{a, gate}, {b, gate}, "twilio A -> twilio B"},
      {{a, gate}, {a, other_gate}, "kannel clinic -> kannel other"},
      {{a, gate}, {b, other_gate}, "twilio A -> twilio B"},
  };
  for (const Case& row : cases) {
    const std::optional<Replaced> found = replaced_account(row.served, row.configured);
    const std::string told = found ? shown(found->served) + " -> " + shown(found->configured) : "";
    CAPTURE(row.replaced);
    CHECK(told == row.replaced);
  }
}

TEST_CASE("accounts are of the configuration's providers, whatever their names, keys and numbers") {
  Config config;
  config.providers["main"] = {.name = "main", .kind = "twilio", .account = "A", .secret_file = "x"};
  config.providers["spare"] = {.name = "spare", .kind = "twilio", .account = "A"};
  CHECK(accounts_of(config) == Accounts{{"twilio", "A"}});
  config.providers["out"] = {.name = "out", .kind = "file"};
  CHECK(accounts_of(config).size() == 2);
  config.senders["a"] = {.name = "a", .provider = "out"};
  CHECK_FALSE(sends_for_real(config));  // what the others receive is no text that leaves
  config.senders["b"] = {.name = "b", .provider = "spare"};
  CHECK(sends_for_real(config));
}

}  // namespace smsflow::accounts_test
