#include "app/carriers.h"

#include <set>

#include "app/simulated_carrier.h"
#include "scratch.h"
#include "text/error.h"

namespace smsflow::carriers_test {
namespace {

Config two_senders() {
  Config config;
  config.senders["clinic"] = {
      .name = "clinic", .numbers = {"+15550100", "+15550101", "+15550102"}, .provider = "main"};
  config.senders["desk"] = {.name = "desk", .numbers = {"+15550200"}, .provider = "main"};
  return config;
}

}  // namespace

TEST_CASE("a text leaves by the number the contact knows, else by the workflow's sender") {
  const Config config = two_senders();
  const Carriers carriers(config, std::make_unique<SimulatedCarrier>("main"));
  struct Case {
    const char* known;
    const char* workflow;
    const char* sender;
    const char* number;  // "": one of the sender's
  };
  for (const Case& one : {
           Case{"+15550101", "clinic", "clinic", "+15550101"},
           Case{"+15550101", "", "clinic", "+15550101"},
           Case{"+15550200", "", "desk", "+15550200"},
           Case{"+15550101", "desk", "desk", "+15550200"},  // another sender's number
           Case{"+15559999", "desk", "desk", "+15550200"},  // no number of ours any more
           Case{"", "desk", "desk", "+15550200"},
           Case{"+15559999", "clinic", "clinic", ""},
       }) {
    CAPTURE(one.known);
    CAPTURE(one.workflow);
    const std::optional<Route> route = carriers.route(one.known, one.workflow, "+13125550101");
    REQUIRE(route);
    CHECK(route->sender->name == one.sender);
    CHECK(route->provider->setup().name == "main");
    if (*one.number != '\0') CHECK(route->number == one.number);
  }
}

TEST_CASE("a pool gives a contact the same number each time, and not everybody the same") {
  const Config config = two_senders();
  const Carriers carriers(config, std::make_unique<SimulatedCarrier>("main"));
  std::set<std::string> used;
  for (int n = 0; n < 100; ++n) {
    const std::string contact = "+1312555" + std::to_string(1000 + n);
    const std::string number = carriers.route("", "clinic", contact)->number;
    CHECK(carriers.route("", "clinic", contact)->number == number);
    used.insert(number);
  }
  CHECK(used == std::set<std::string>{"+15550100", "+15550101", "+15550102"});
}

TEST_CASE("without a sender, a number or a carrier there is no way out") {
  Config config = two_senders();
  config.senders["empty"] = {.name = "empty", .numbers = {}, .provider = "main"};
  const Carriers carriers(config, std::make_unique<SimulatedCarrier>("main"));
  CHECK_FALSE(carriers.route("", "nobody", "+13125550101"));
  CHECK_FALSE(carriers.route("", "empty", "+13125550101"));
  const Carriers none(config);
  CHECK_FALSE(none.route("", "clinic", "+13125550101"));
}

TEST_CASE("every configured provider is made, with its secret read") {
  const Scratch scratch;
  Config config;
  config.providers["main"] = {
      .name = "main",
      .kind = "twilio",
      .account = "AC00000000000000000000000000000000",
      .secret_file = scratch.file("secret", "0123456789abcdef0123456789abcdef\n")};
  config.providers["paper"] = {.name = "paper", .kind = "file", .path = "/tmp/none.jsonl"};
  const Carriers carriers(config);
  CHECK(carriers.all().size() == 2);
  REQUIRE(carriers.find("main") != nullptr);
  CHECK(carriers.find("main")->setup().secrets ==
        std::vector<std::string>{"0123456789abcdef0123456789abcdef"});
  CHECK(carriers.find("other") == nullptr);
  config.providers["main"].secret_file = scratch.file("empty", "");
  CHECK_THROWS_AS(Carriers{config}, Error);
}

TEST_CASE("a plan reads no secrets, whatever the carrier") {
  Config config;
  config.providers["twilio"] = {.name = "twilio",
                                .kind = "twilio",
                                .account = "AC00000000000000000000000000000000",
                                .secret_file = "/nowhere/secret"};
  config.providers["kannel"] = {.name = "kannel",
                                .kind = "kannel",
                                .account = "tester",
                                .secret_file = "/nowhere/secret",
                                .api_url = "http://127.0.0.1:1",
                                .token_file = "/nowhere/token"};
  CHECK(Carriers(config, Secrets::kNotNeeded).all().size() == 2);
}

}  // namespace smsflow::carriers_test
