#include "app/arrived.h"

#include "clinic_log.h"

namespace smsflow::arrived_test {
namespace {

// A responder comes from a server only; what is taken does not need one until it is answered.
Received take_posted(ClinicLog& clinic, const std::string& event, HttpAnswer& answer) {
  const PostedRecord posted{ClinicLog::booking(), event};
  const auto log = clinic.log->write(clinic.now);
  const Received received = take(*log, clinic.programs, News(posted), {}, answer, clinic.now);
  log->commit();
  return received;
}

}  // namespace

TEST_CASE("a posted record is answered with what became of it") {
  ClinicLog clinic;
  HttpAnswer answer;
  CHECK(take_posted(clinic, "e1", answer).handled == "planned");
  CHECK(answer.status == 200);
  CHECK(answer.body.starts_with("planned: "));
  CHECK(take_posted(clinic, "e1", answer).repeat);
  CHECK(answer.body.starts_with("repeat: "));
}

TEST_CASE("what a carrier posts is answered as its provider says") {
  ClinicLog clinic;
  clinic.see(ClinicLog::booking());
  clinic.deliver("SM1");
  HttpAnswer answer{.status = 204, .headers = {}, .body = "as it was"};
  const auto log = clinic.log->write(clinic.now);
  const InboundMessage message{.provider = "main",
                               .id = "in1",
                               .from = ClinicLog::phone(),
                               .to = {"+15550100"},
                               .text = "C",
                               .received_at = clinic.now};
  CHECK_FALSE(take(*log, clinic.programs, News(message), "Body=C", answer, clinic.now).repeat);
  CHECK(take(*log, clinic.programs, News(message), "Body=C", answer, clinic.now).repeat);
  CHECK(answer.status == 204);
  CHECK(answer.body == "as it was");
}

}  // namespace smsflow::arrived_test
