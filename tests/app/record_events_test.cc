// What business systems post: authentic first, then complete, then a record like any row's.
#include "app/record_events.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "hook/standard_webhook.h"
#include "tests/tree.h"

namespace smsflow::record_events_test {

namespace {

const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const Instant kNow = *parse_rfc3339("2026-03-02T15:00:00Z");

class Endpoint {
 public:
  Endpoint() {
    std::string name = (std::filesystem::temp_directory_path() / "smsflow-events-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    std::ofstream(folder_ / "secret") << kSecret << "\n";
    ::chmod((folder_ / "secret").c_str(), 0600);
    config_.events_secret_file = folder_ / "secret";
    programs_ = std::make_unique<Programs>(
        std::vector<std::string>{in_tree("workflows/order.toml")}, config_);
    events_ = std::make_unique<RecordEvents>(config_, *programs_);
  }
  ~Endpoint() { std::filesystem::remove_all(folder_); }
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  using Answer = std::variant<PostedRecord, RefusedEvent>;
  Answer post(const std::string& body, const std::string& id = "evt_1",
              const std::string& workflow = "order") {
    HttpRequest request{"POST", "/events/" + workflow, {}, body};
    request.headers = sign_webhook({*webhook_key(kSecret)}, id, kNow, body);
    return events_->read(workflow, request, kNow);
  }
  RecordEvents& events() { return *events_; }

 private:
  std::filesystem::path folder_;
  Config config_;
  std::unique_ptr<Programs> programs_;
  std::unique_ptr<RecordEvents> events_;
};

std::string order(const std::string& more = "") {
  return R"({"order_id":"48291","customer_phone":"+13125550101","first_name":"Maya",)"
         R"("status":"shipped","promised_at":"2026-03-06T18:00",)"
         R"("updated_at":"2026-03-03T09:00","sms_consent":true)" +
         more + "}";
}

const RefusedEvent& refusal(const Endpoint::Answer& answer) {
  REQUIRE(std::holds_alternative<RefusedEvent>(answer));
  return std::get<RefusedEvent>(answer);
}

}  // namespace

TEST_CASE("an event is the record its members say, whatever stands beside them") {
  Endpoint endpoint;
  for (const std::string& body :
       {order(), order(R"(,"warehouse":{"shelf":[1,2]})"),
        R"({"type":"order.shipped","timestamp":"2026-03-02T14:59:00Z","data":)" + order() + "}"}) {
    CAPTURE(body);
    const Endpoint::Answer answer = endpoint.post(body, "evt_7");
    REQUIRE(std::holds_alternative<PostedRecord>(answer));
    const PostedRecord& posted = std::get<PostedRecord>(answer);
    CHECK(posted.id == "evt_7");
    CHECK(posted.record.workflow == "order");
    CHECK(posted.record.key == "48291");
    CHECK(posted.record.phone == PhoneNumber::from_e164("+13125550101"));
    CHECK(posted.record.consent == true);
    CHECK(posted.record.fields.at("first_name") == Value(std::string("Maya")));
  }
}

TEST_CASE("an event that deletes needs no more than the key") {
  Endpoint endpoint;
  const Endpoint::Answer answer =
      endpoint.post(R"({"type":"order.deleted","timestamp":"2026-03-02T14:59:00Z",)"
                    R"("data":{"order_id":"48291"}})");
  REQUIRE(std::holds_alternative<PostedRecord>(answer));
  const RecordSnapshot& gone = std::get<PostedRecord>(answer).record;
  CHECK(gone.vanished);
  CHECK(gone.key == "48291");
  CHECK(gone.workflow == "order");
  CHECK_FALSE(gone.eligible);
  const RefusedEvent lacking =
      refusal(endpoint.post(R"({"type":"order.deleted","data":{"id":1}})"));
  CHECK(lacking.status == 422);
  CHECK(lacking.reason.find("order_id") != std::string::npos);
}

TEST_CASE("the same key twice is two events, not a doubled row") {
  Endpoint endpoint;
  CHECK(std::holds_alternative<PostedRecord>(endpoint.post(order(), "evt_1")));
  CHECK(std::holds_alternative<PostedRecord>(endpoint.post(order(), "evt_2")));
}

TEST_CASE("what is not authentic is told nothing, not even which workflows there are") {
  Endpoint endpoint;
  const HttpRequest unsigned_one{"POST", "/events/nothing", {}, order()};
  CHECK(refusal(endpoint.events().read("nothing", unsigned_one, kNow)).status == 401);
  HttpRequest changed{"POST", "/events/order", {}, order()};
  changed.headers = sign_webhook({*webhook_key(kSecret)}, "evt_1", kNow, changed.body);
  CHECK(std::holds_alternative<PostedRecord>(endpoint.events().read("order", changed, kNow)));
  CHECK(refusal(endpoint.events().read("order", changed, kNow + std::chrono::hours{1})).status ==
        401);
  changed.body += " ";
  CHECK(refusal(endpoint.events().read("order", changed, kNow)).code == "not_authentic");
  CHECK(refusal(endpoint.post(order(), "evt_1", "nothing")).status == 404);
  changed.method = "GET";
  CHECK(refusal(endpoint.events().read("order", changed, kNow)).status == 405);
}

TEST_CASE("what cannot be read is named, with what it was probably meant by") {
  Endpoint endpoint;
  CHECK(refusal(endpoint.post("hello")).code == "unreadable");
  CHECK(refusal(endpoint.post("[]")).status == 400);
  CHECK(refusal(endpoint.post(order(), std::string(201, 'x'))).code == "bad_id");
  CHECK(refusal(endpoint.post(order(), "evt\x01")).code == "bad_id");
  const RefusedEvent missing =
      refusal(endpoint.post(R"({"order_id":"1","customer_fone":"+13125550101"})"));
  CHECK(missing.status == 422);
  CHECK(missing.reason == "\"customer_phone\" is missing; did you mean it by \"customer_fone\"?");
  const RefusedEvent fault =
      refusal(endpoint.post(R"({"order_id":"48291","customer_phone":"maya","first_name":"Maya",)"
                            R"("status":"shipped","promised_at":"2026-03-06T18:00",)"
                            R"("updated_at":"2026-03-03T09:00","sms_consent":true})"));
  CHECK(fault.status == 422);
  CHECK(fault.reason.find("maya") == std::string::npos);
}

TEST_CASE("without [events] nobody is let in") {
  const Config config;
  const Programs programs({in_tree("workflows/order.toml")}, config);
  RecordEvents events(config, programs);
  const RefusedEvent answer =
      refusal(events.read("order", {"POST", "/events/order", {}, order()}, kNow));
  CHECK(answer.status == 404);
  CHECK(answer.code == "not_configured");
}

TEST_CASE("of a row that was deleted only the key is needed, and it says so") {
  Endpoint endpoint;
  for (const char* type : {"order.deleted", "booking.deleted", "order.Deleted", "ORDER.DELETED"}) {
    const Endpoint::Answer answer =
        endpoint.post(std::string(R"({"type":")") + type +
                      R"(","timestamp":"2026-03-02T14:59:00Z","data":{"order_id":"48291"}})");
    REQUIRE(std::holds_alternative<PostedRecord>(answer));
    const RecordSnapshot& record = std::get<PostedRecord>(answer).record;
    CHECK(record.vanished);
    CHECK(record.posted);
    CHECK(record.key == "48291");
    CHECK_FALSE(record.hash.empty());
  }
  // Without a key nobody knows which.
  CHECK(refusal(endpoint.post(R"({"type":"order.deleted","data":{"id":"48291"}})")).code ==
        "missing_field");
  // Of others everything is needed.
  CHECK(refusal(endpoint.post(R"({"type":"order.undeleted","data":{"order_id":"48291"}})")).code ==
        "missing_field");
}

}  // namespace smsflow::record_events_test
