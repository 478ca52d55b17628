#include "config/read.h"

#include <doctest/doctest.h>

#include "faults.h"

namespace smsflow::read_outgoing_test {

TEST_CASE("hooks say where, what, in which shape and signed with what") {
  const Config config = parse_config(R"([hook.scheduler]
url = "https://scheduler.example/hooks"
secret_file = "/etc/smsflow/scheduler.secret"
events = ["appointment.*", "support.ticket"]
[hook.desk]
url = "https://desk.example/api/v1/accounts/1/conversations"
shape = "chatwoot"
inbox = 7
authorization_file = "/etc/smsflow/desk.token"
events = ["support.ticket"]
[hook.local]
url = "http://127.0.0.1:9000/"
secret_file = "s"
allow_private = true
)",
                                     "a.toml")
                            .value;
  REQUIRE(config.hooks.size() == 3);
  const HookConfig& scheduler = config.hooks.at("scheduler");
  CHECK(scheduler.events == std::vector<std::string>{"appointment.*", "support.ticket"});
  CHECK(scheduler.shape == "event");
  CHECK_FALSE(scheduler.allow_private);
  CHECK(config.hooks.at("desk").inbox == 7);
  CHECK(config.hooks.at("local").events == std::vector<std::string>{"*"});
  CHECK(config.hooks.at("local").allow_private);
}

TEST_CASE("what is wrong with a hook is told") {
  const std::string url = "url = \"https://x.example/\"\n";
  const std::string secret = "secret_file = \"s\"\n";
  struct Case {
    std::string keys;
    const char* faults;
  };
  const Case cases[] = {
      {url + secret, ""},
      {secret, "missing-key 1:7"},
      {url, "missing-key 1:7"},
      {url + "shape = \"zendesk\"", "missing-key 1:7"},
      {url + "shape = \"zendesk\"\nauthorization_file = \"a\"", ""},
      {url + "shape = \"chatwoot\"\nauthorization_file = \"a\"", "missing-key 1:7"},
      {url + secret + "shape = \"jira\"", "bad-value 4:9"},
      {url + secret + "events = [\"a b\"]", "bad-value 4:11"},
      {url + secret + "events = []", "bad-value 4:10"},
      {url + secret + "event = [\"*\"]", "unknown-key 4:1"},
      {url + secret + "secret = \"whsec_x\"", "inline-secret 4:1"},
      {secret + "url = \"http://x.example/\"", "bad-url 3:7"},
      {secret + "url = \"http://x.example/\"\nallow_http = true", ""},
      {secret + "url = \"http://localhost:1/\"", "private-address 3:7"},
      {secret + "url = \"http://[::1]:1/\"", "private-address 3:7"},
      {secret + "url = \"http://127.0.0.1:1/\"\nallow_private = true", ""},
      {secret + "url = \"https://key@x.example/\"", "bad-url 3:7"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.keys);
    CHECK(faults_of("[hook.q]\n" + row.keys + "\n") == row.faults);
  }
}

TEST_CASE("mail is hidden from others unless the server is here") {
  const auto mail = [](const std::string& keys) {
    return parse_config("[mail]\nfrom = \"Desk <desk@x.example>\"\n" + keys, "a").value.mail;
  };
  CHECK(mail("server = \"smtp://mx.example:587\"").starttls == "required");
  CHECK(mail("server = \"smtp://127.0.0.1:25\"\nallow_private = true").starttls == "opportunistic");
  CHECK(mail("server = \"smtp://10.0.0.1:25\"\nstarttls = \"none\"").starttls == "none");
  CHECK(mail("server = \"smtps://mx.example:465\"").subject == "A message from {brand}");
  CHECK(parse_config("", "a").value.mail.server.empty());
}

TEST_CASE("what is wrong with mail is told") {
  const std::string good = "server = \"smtp://mx.example:587\"\nfrom = \"desk@x.example\"\n";
  struct Case {
    std::string keys;
    const char* faults;
  };
  const Case cases[] = {
      {good, ""},
      {"from = \"desk@x.example\"", "missing-key 1:1"},
      {"server = \"smtp://mx.example\"", "missing-key 1:1"},
      {"server = \"http://mx.example\"\nfrom = \"desk@x.example\"", "bad-url 2:10"},
      {"server = \"smtp://mx.example/path\"\nfrom = \"desk@x.example\"", "bad-url 2:10"},
      {"server = \"smtp://u@mx.example\"\nfrom = \"desk@x.example\"", "bad-url 2:10"},
      {"server = \"smtp://\"\nfrom = \"desk@x.example\"", "bad-url 2:10"},
      {"server = \"smtp://localhost\"\nfrom = \"desk@x.example\"", "private-address 2:10"},
      {"server = \"smtp://mx.example\"\nfrom = \"desk\"", "bad-value 3:8"},
      {good + "subject = \"Hi {name\"", "template 4:15"},
      {good + "starttls = \"maybe\"", "bad-value 4:12"},
      {good + "username = \"u\"", "missing-key 1:1"},
      {good + "username = \"u\"\npassword_file = \"p\"", ""},
      {good + "username = \"u\"\npassword_file = \"p\"\nstarttls = \"none\"", "bad-value 4:1"},
      {good + "password = \"p\"", "inline-secret 4:1"},
      {good + "port = 25", "unknown-key 4:1"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.keys);
    CHECK(faults_of("[mail]\n" + row.keys + "\n") == row.faults);
  }
}

}  // namespace smsflow::read_outgoing_test
