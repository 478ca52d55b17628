#include <doctest/doctest.h>

#include "config/config.h"

namespace smsflow::reach_test {

namespace {

Config with_provider(const std::string& kind, const std::string& api_url) {
  Config config;
  config.providers["main"] = {.name = "main", .kind = kind, .api_url = api_url};
  return config;
}

}  // namespace

TEST_CASE("only the file provider and this machine stay within") {
  CHECK(reaches_beyond_loopback(Config()).empty());
  CHECK(reaches_beyond_loopback(default_config()).empty());
  CHECK(reaches_beyond_loopback(with_provider("twilio", "http://127.0.0.1:9")).empty());
  for (const char* url : {"", "https://127.example.com", "https://api.example.com"}) {
    CAPTURE(url);
    CHECK(reaches_beyond_loopback(with_provider("twilio", url)) == "provider main");
  }
}

TEST_CASE("hooks and mails reach others too") {
  Config config = with_provider("file", "");
  config.hooks["crm"].url = "http://127.0.0.1:9/x";
  config.mail.server = "smtp://127.0.0.1:25";
  CHECK(reaches_beyond_loopback(config).empty());
  config.mail.server = "smtp://mail.example.com";
  CHECK(reaches_beyond_loopback(config) == "the mail server");
  config.hooks["crm"].url = "https://127.example.com/x";
  CHECK(reaches_beyond_loopback(config) == "hook crm");
}

}  // namespace smsflow::reach_test
