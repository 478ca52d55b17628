#include "app/receivers.h"

#include "hook/standard_webhook.h"
#include "scratch.h"
#include "text/error.h"

namespace smsflow::receivers_test {
namespace {

const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string kOther = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

}  // namespace

TEST_CASE("a receiver is what is configured, with its secrets read: all of them sign") {
  const Scratch scratch;
  Config config;
  config.hooks["crm"] = {.name = "crm",
                         .url = "https://crm.example/in",
                         .secret_file = scratch.file("secret", kSecret + "\n" + kOther + "\n"),
                         .shape = "zendesk",
                         .authorization_file = scratch.file("token", "Bearer abc\n"),
                         .inbox = 7};
  const Receivers receivers(config);
  const HookEndpoint* crm = receivers.hook("crm");
  REQUIRE(crm != nullptr);
  CHECK(crm->name == "crm");
  CHECK(crm->url == "https://crm.example/in");
  CHECK(crm->keys == std::vector<std::string>{*webhook_key(kSecret), *webhook_key(kOther)});
  CHECK(crm->shape == "zendesk");
  CHECK(crm->authorization == "Bearer abc");
  CHECK(crm->inbox == 7);
  CHECK_FALSE(crm->allow_private);
  CHECK(receivers.hook("nobody") == nullptr);
  CHECK(receivers.hooks().size() == 1);
  CHECK_FALSE(receivers.mail());
}

TEST_CASE("a secret that is none is told with its file, and without its words") {
  const Scratch scratch;
  Config config;
  config.hooks["crm"] = {.name = "crm", .secret_file = scratch.file("secret", "swordfish\n")};
  try {
    const Receivers receivers(config);
    FAIL("taken as a key");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK(error.where() == config.hooks["crm"].secret_file);
    CHECK(std::string(error.what()).find("swordfish") == std::string::npos);
  }
  config.hooks["crm"].secret_file += ".missing";
  CHECK_THROWS_AS(Receivers{config}, Error);
}

TEST_CASE("a mail server is reached as it is configured, never beyond what it allows") {
  const Scratch scratch;
  Config config;
  config.mail = {.server = "smtp://mail.example:587",
                 .from = "Front desk <desk@clinic.example>",
                 .username = "desk",
                 .password_file = scratch.file("password", "secret\n")};
  struct Case {
    const char* starttls;
    MailSecurity security;
  };
  for (const Case& one :
       {Case{"required", MailSecurity::kRequired},
        Case{"opportunistic", MailSecurity::kOpportunistic}, Case{"none", MailSecurity::kNone}}) {
    CAPTURE(one.starttls);
    config.mail.starttls = one.starttls;
    const Receivers receivers(config);
    REQUIRE(receivers.mail());
    CHECK(receivers.mail()->call.security == one.security);
  }
  const MailServer server = *Receivers(config).mail();
  CHECK(server.call.server == "smtp://mail.example:587");
  CHECK(server.call.username == "desk");
  CHECK(server.call.password == "secret");
  CHECK(server.call.from == "desk@clinic.example");
  CHECK(server.from.name == "Front desk");
  CHECK(server.call.public_only);
  config.mail.allow_private = true;
  CHECK_FALSE(Receivers(config).mail()->call.public_only);
}

}  // namespace smsflow::receivers_test
