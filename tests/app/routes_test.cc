#include "app/routes.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "http/client.h"
#include "provider/twilio_signature.h"
#include "scratch.h"

namespace smsflow::routes_test {
namespace {

const std::string kToken = "0123456789abcdef0123456789abcdef";
const std::string kPublic = "https://hooks.example.com";

// A server that answers what the routes pass on: with 202, its path and what it is.
class Routed {
 public:
  Routed() {
    const std::string secret = scratch_.file("secret", kToken + "\n");
    const auto add = [&](const std::string& name, const std::string& kind) {
      config_.providers[name] = {.name = name,
                                 .kind = kind,
                                 .account = "AC00000000000000000000000000000000",
                                 .secret_file = secret,
                                 .public_url = kPublic + "/",
                                 .token_file = kind == "kannel" ? secret : ""};
    };
    add("a", "twilio");
    add("b", "twilio");
    add("k", "kannel");
    carriers_ = std::make_unique<Carriers>(config_);
    routes_ = std::make_unique<Routes>(
        *carriers_, events_, clock_, [](Arrived arrived) { pass(std::move(arrived)); },
        [this] { return ready.load(); });
    serves_ = std::thread([this] { server_.run(); });
  }
  ~Routed() {
    server_.stop();
    serves_.join();
  }

  HttpResult call(const std::string& method, const std::string& target,
                  const std::string& body = "", Headers headers = {}) const {
    HttpCall call;
    call.method = method;
    call.url = fmt::format("http://127.0.0.1:{}{}", server_.port(), target);
    call.headers = std::move(headers);
    call.body = body;
    return perform(std::move(call));
  }
  HttpResult text(const std::string& target, const std::string& body) const {
    return call("POST", target, body,
                {{"Content-Type", "application/x-www-form-urlencoded"},
                 {"X-Twilio-Signature", sign_as_twilio(kToken, kPublic + target, body)}});
  }

  std::atomic<bool> ready{true};

 private:
  static void pass(Arrived arrived) {
    const auto* inbound = std::get_if<InboundMessage>(&arrived.news);
    const std::string what = inbound ? "inbound " + inbound->text : "receipt";
    arrived.responder.answer(plain_answer(202, arrived.provider->setup().name + " " + what));
  }

  struct Fixed : Clock {
    Instant now() const override { return from_ms(1'772'463'600'000); }
  };
  Scratch scratch_;
  Config config_;
  Fixed clock_;
  Programs programs_{{""}, config_};
  RecordEvents events_{config_, programs_};
  std::unique_ptr<Carriers> carriers_;
  std::unique_ptr<Routes> routes_;
  HttpServer server_{"127.0.0.1:0", {}, [this](HttpRequest request, Responder responder) {
                       routes_->on_request(std::move(request), std::move(responder));
                     }};
  std::thread serves_;
};

const std::string kText =
    "MessageSid=SM0123456789abcdef0123456789abcdef&From=%2B13125550101&To=%2B15550100&Body=C";

}  // namespace

TEST_CASE("what is authentic and says something is passed on, with its provider") {
  const Routed routed;
  CHECK(routed.text("/twilio/inbound", kText).body == "a inbound C");
  CHECK(routed.text("/twilio/b/inbound", kText).body == "b inbound C");
  const std::string receipt = "MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=sent";
  CHECK(routed.text("/twilio/b/status?intent=i1", receipt).body == "b receipt");
  const std::string kannel = "/kannel/" + kToken + "/inbound?id=1&from=%2B13125550101&to=1&text=R";
  CHECK(routed.call("GET", kannel).body == "k inbound R");
}

TEST_CASE("anything else is answered here") {
  const Routed routed;
  CHECK(routed.call("POST", "/twilio/inbound", kText).status == 403);
  CHECK(routed.call("GET", "/kannel/other/inbound?id=1").status == 403);
  CHECK(routed.text("/twilio/inbound", "MessageSid=SM1").status == 400);
  CHECK(routed.call("PUT", "/twilio/inbound", kText).status == 405);
  CHECK(routed.call("GET", "/twilio/c/inbound").status == 404);
  CHECK(routed.call("GET", "/").status == 404);
  CHECK(routed.call("POST", "/events/appointment", "{}").status == 404);  // not configured
}

TEST_CASE("it is alive, and ready while the log is in no doubt") {
  Routed routed;
  CHECK(routed.call("GET", "/healthz").body == "ok\n");
  CHECK(routed.call("GET", "/readyz?from=probe").body == "ready\n");
  routed.ready = false;
  CHECK(routed.call("GET", "/readyz").status == 503);
  CHECK(routed.call("GET", "/healthz").status == 200);
}

}  // namespace smsflow::routes_test
