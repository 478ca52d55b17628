#include "config/config.h"

#include <doctest/doctest.h>

#include <random>

#include "faults.h"

namespace smsflow::config_test {

namespace {

const std::string kFull = R"(region = "MX"
log = "/var/lib/smsflow/log.db"
horizon = "3d"
unknown_window = "12h"
[provider.main]
kind = "twilio"
account = "AC123"
secret_file = "/etc/smsflow/twilio.token"
public_url = "https://hooks.example.com"
[sender.northside]
numbers = ["+15550100", "+15550101"]
provider = "main"
segments_per_second = 1.5
daily_cap = 2000
[queue.front-desk]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
first_response = "15m"
priority = "duty"
[queue.duty]
clock = "24x7"
)";

}  // namespace

TEST_CASE("a whole configuration is read") {
  const LoadedConfig loaded = parse_config(kFull, "a.toml");
  for (const Diagnostic& fault : loaded.diagnostics) INFO(render(fault, kFull));
  REQUIRE(loaded.diagnostics.empty());
  const Config& config = loaded.value;
  CHECK(config.file == "a.toml");
  CHECK(config.region == "MX");
  CHECK(config.log == "/var/lib/smsflow/log.db");
  CHECK(config.horizon == std::chrono::hours{72});
  CHECK(config.unknown_window == std::chrono::hours{12});
  CHECK(config.providers.at("main").kind == "twilio");
  CHECK(config.senders.at("northside").numbers.size() == 2);
  CHECK(config.senders.at("northside").segments_per_second == 1.5);
  CHECK(config.senders.at("northside").daily_cap == 2000);
  CHECK(config.queues.at("front-desk").first_response == std::chrono::minutes{15});
  CHECK(config.queues.at("front-desk").hours.zone.name() == "America/Chicago");
}

TEST_CASE("an empty configuration is the default one") {
  const Config config = parse_config("", "a.toml").value;
  const Config standard = default_config();
  CHECK(faults_of("") == "");
  CHECK(config.region == "US");
  CHECK(config.horizon == std::chrono::hours{48});
  REQUIRE(config.providers.size() == 1);
  CHECK(config.providers.begin()->second.kind == "file");
  CHECK(config.providers.begin()->second.path == "texts.jsonl");
  REQUIRE(config.senders.size() == 1);
  CHECK(config.senders.begin()->second.provider == config.providers.begin()->first);
  CHECK(config.queues.empty());
  CHECK(standard.senders.begin()->second.numbers == config.senders.begin()->second.numbers);
}

TEST_CASE("parts are connected, and what names no part is told") {
  struct Case {
    const char* text;
    const char* faults;
  };
  const Case cases[] = {
      {"[provider.out]\nkind = \"file\"\n", ""},
      {"[sender.a]\nnumbers = [\"+15550100\"]\n", ""},
      {"[provider.out]\nkind = \"file\"\n[sender.a]\nnumbers = [\"+15550100\"]\nprovider = "
       "\"oot\"\n",
       "no-such-part 3:9"},
      {"[provider.x]\nkind = \"file\"\n[provider.y]\nkind = \"file\"\n[sender.a]\nnumbers = "
       "[\"+15550100\"]\n",
       "no-such-part 5:9"},
      {"[provider.x]\nkind = \"twilio\"\naccount = \"AC\"\nsecret_file = \"t\"\n",
       "missing-key 0:0"},
      {"[queue.a]\npriority = \"b\"\n", "no-such-part 1:8"},
      {"[queue.a]\npriority = \"b\"\n[queue.b]\n", ""},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(faults_of(row.text) == row.faults);
  }
}

TEST_CASE("unknown keys and wrong values are told with their place and what is near") {
  struct Case {
    const char* text;
    const char* faults;
  };
  const Case cases[] = {
      {"regoin = \"US\"\n", "unknown-key 1:1"},
      {"[senders.a]\n", "unknown-key 1:2"},
      {"region = \"usa\"\n", "bad-value 1:10"},
      {"region = 1\n", "wrong-kind 1:10"},
      {"horizon = \"two days\"\n", "bad-duration 1:11"},
      {"horizon = \"0s\"\n", "bad-duration 1:11"},
      {"provider = 5\n", "wrong-kind 1:12"},
      {"[provider]\nkind = \"file\"\n", "wrong-kind 2:8"},
      {"log = \"a\"\nlog = \"b\"\n", "syntax 2:1"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    std::string found = faults_of(row.text);
    if (std::string_view(row.faults).starts_with("syntax"))
      found = "syntax" + found.substr(found.find(' '));
    CHECK(found == row.faults);
  }
  CHECK(parse_config("regoin = \"US\"\n", "a").diagnostics[0].hint == "did you mean \"region\"?");
}

TEST_CASE("no damage to a file crashes the reader") {
  std::mt19937_64 random(17);
  for (int round = 0; round < 500; ++round) {
    std::string text = kFull;
    for (int edits = 0; edits < 3; ++edits) {
      const std::size_t at = random() % text.size();
      if (random() % 2 == 0) {
        text.erase(at, random() % 20);
      } else {
        text.insert(at, 1, static_cast<char>(random() % 256));
      }
      if (text.empty()) text = "x";
    }
    for (const Diagnostic& fault : parse_config(text, "a.toml").diagnostics) {
      CHECK(render(fault, text) != "");
    }
  }
}

}  // namespace smsflow::config_test
