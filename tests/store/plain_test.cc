#include "bare.h"

namespace smsflow::plain_test {

TEST_CASE("replies of a contact are known as they come, since a moment") {
  Bare log;
  InboundRecorded reply = sample_reply("SM1");
  log.put_later(1, reply);
  const std::int64_t contact = log.tables.contacts().find(phone().e164()).id;
  const Instant came = reply.message.received_at;
  CHECK(log.tables.replies_of(contact, came).size() == 1);
  CHECK(log.tables.replies_of(contact, came + Duration{1}).size() <= 1);
  reply.message.id = "SM2";
  log.put_later(2, reply);
  REQUIRE(log.tables.replies_of(contact, came).size() == 2);
  CHECK(log.tables.replies_of(contact, came)[0].id == "SM2");
  reply.message.id = "SM0";
  reply.message.received_at = came - std::chrono::hours(1);
  log.put_later(3, reply);
  CHECK(log.tables.replies_of(contact, came - std::chrono::hours(2)).size() == 3);
  log.read_anew();
  CHECK(log.tables.replies_of(contact, came).size() == 2);
}

TEST_CASE("a timer is there until it is dropped, written or not") {
  Bare log;
  for (const bool written : {false, true}) {
    CAPTURE(written);
    log.put_later(1, sample_timer("t1", 70));
    log.put_later(2, sample_timer("t1", 80));
    if (written) log.read_anew();
    CHECK(log.tables.has_timer("t1"));
    log.tables.drop_timer("t1");
    CHECK_FALSE(log.tables.has_timer("t1"));
    log.read_anew();
    CHECK_FALSE(log.tables.has_timer("t1"));
    CHECK(log.database.number("SELECT count(*) FROM timer") == 0);
  }
}

TEST_CASE("a receipt without its intent is looked for where one may be") {
  Bare log;
  CHECK_FALSE(log.tables.may_be_orphan("main", "SM1"));
  log.put_later(1, sample_receipt("SM1:sent", "SM1"));
  CHECK(log.tables.may_be_orphan("main", "SM1"));
  CHECK_FALSE(log.tables.may_be_orphan("main", "SM2"));
  CHECK_FALSE(log.tables.may_be_orphan("other", "SM1"));
  for (int n = 0; n < 5'000; ++n) {
    const std::string id = "P" + std::to_string(n);
    log.put_later(n + 2, sample_receipt(id + ":sent", id));
  }
  log.read_anew();
  CHECK(log.tables.may_be_orphan("main", "P4999"));
}

TEST_CASE("a workflow's source is known from when it is kept") {
  Bare log;
  CHECK_FALSE(log.tables.has_revision("r1"));
  CHECK(log.tables.revision_source("r1").empty());
  log.put_later(1, RevisionKept{"r1", "a", "text"});
  CHECK(log.tables.has_revision("r1"));
  CHECK(log.tables.revision_source("r1") == "text");
}

}  // namespace smsflow::plain_test
