// What analysts read: the words of the log, not its numbers.
#include <doctest/doctest.h>

#include <functional>

#include "bare.h"
#include "text/mask.h"

namespace smsflow::views_test {

namespace {

// The one text that a query gives.
std::string said(Bare& log, const std::string& sql) {
  Query query = log.database.query(sql);
  REQUIRE(query.step());
  return std::string(query.text(0));
}

// Each value of an enumeration, put by `put`, is shown by `sql` under its own name.
template <typename Enum>
void check_words(Enum last, const std::string& sql, const std::function<void(Bare&, Enum)>& put) {
  for (int value = 0; value <= static_cast<int>(last); ++value) {
    const Enum one = static_cast<Enum>(value);
    CAPTURE(sql);
    CAPTURE(name(one));
    Bare log;
    put(log, one);
    CHECK(said(log, sql) == name(one));
  }
}

Intent text() {
  return sample_intent("1");
}

}  // namespace

TEST_CASE("every stored number of a text has its name in v_message") {
  check_words<IntentState>(
      IntentState::kExpired, "SELECT state FROM v_message",
      [](Bare& log, IntentState state) { log.put(1, moved(text(), state, 2)); });
  check_words<SendKind>(SendKind::kAgent, "SELECT kind FROM v_message",
                        [](Bare& log, SendKind kind) {
                          Intent intent = text();
                          intent.kind = kind;
                          log.put(1, intent);
                        });
  check_words<ErrorClass>(ErrorClass::kOther, "SELECT error FROM v_message",
                          [](Bare& log, ErrorClass error) {
                            Intent intent = text();
                            intent.error = error;
                            log.put(1, intent);
                          });
  check_words<BlockReason>(BlockReason::kNotSeen, "SELECT block FROM v_message",
                           [](Bare& log, BlockReason block) {
                             Intent intent = text();
                             intent.block = block;
                             log.put(1, intent);
                           });
}

TEST_CASE("every stored number of a conversation, a hand-off and a reply has its name") {
  check_words<ConversationStatus>(ConversationStatus::kVoid, "SELECT status FROM v_conversation",
                                  [](Bare& log, ConversationStatus status) {
                                    Conversation conversation = sample_conversation("a1");
                                    conversation.status = status;
                                    log.put(1, conversation);
                                  });
  check_words<HandoffStatus>(HandoffStatus::kResolved, "SELECT status FROM v_handoff",
                             [](Bare& log, HandoffStatus status) {
                               Handoff handoff = sample_handoff("h1");
                               handoff.status = status;
                               log.put(1, handoff);
                             });
  check_words<Layer>(Layer::kModel, "SELECT layer FROM v_reply", [](Bare& log, Layer layer) {
    InboundRecorded reply = sample_reply("SM1");
    reply.verdict.layer = layer;
    log.put(1, reply);
  });
}

TEST_CASE("each channel has its own view") {
  struct Case {
    Channel channel;
    int texts;
    int hooks;
    int mails;
  };
  for (const Case& one : {Case{Channel::kSms, 1, 0, 0}, Case{Channel::kHook, 0, 1, 0},
                          Case{Channel::kMail, 0, 0, 1}}) {
    CAPTURE(name(one.channel));
    Bare log;
    Intent intent = text();
    intent.channel = one.channel;
    log.put(1, intent);
    CHECK(log.database.number("SELECT count(*) FROM v_message") == one.texts);
    CHECK(log.database.number("SELECT count(*) FROM v_hook") == one.hooks);
    CHECK(log.database.number("SELECT count(*) FROM v_mail") == one.mails);
  }
}

TEST_CASE("a number is masked as everywhere, and an erased one is none") {
  for (const std::string number : {"+13125551001", "+4915112345678", "+290123", "+3545551234"}) {
    CAPTURE(number);
    Bare log;
    log.database.run("INSERT INTO contact (number_hash, phone, salt) VALUES (x'00', ?, x'01')",
                     number);
    CHECK(said(log, "SELECT phone FROM v_contact") == mask_phone(number));
    CHECK(log.database.number("SELECT erased FROM v_contact") == 0);
    log.database.run("UPDATE contact SET phone = NULL, salt = NULL");
    CHECK(log.database.number("SELECT count(*) FROM v_contact WHERE phone IS NULL AND erased") ==
          1);
  }
}

TEST_CASE("a text is delivered when it is, not before and not when it is not") {
  Bare log;
  log.put(1, moved(text(), IntentState::kSent, 30));
  CHECK(log.database.number("SELECT delivered_at FROM v_message") == std::nullopt);
  log.put(2, moved(text(), IntentState::kDelivered, 40));
  CHECK(log.database.number("SELECT delivered_at FROM v_message") == to_ms(at(40)));
}

TEST_CASE("what a person read otherwise is a correction, with the text that was asked before") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  Intent ask = moved(sample_intent("1"), IntentState::kPosting, 2);
  ask.sent_text = "Reply C to confirm.";
  Handoff handoff = sample_handoff("h1");
  handoff.message = "SM1";
  handoff.label = "cancel";
  InboundRecorded reply = sample_reply("SM1");
  write(*log, IntentPlanned{sample_intent("1")}, IntentMoved{ask, IntentState::kPlanned, ""}, reply,
        HandoffChanged{handoff, ""});
  Database database(folder.log(), Database::Mode::kReadOnly);
  Query query = database.query("SELECT text, context, label, read_as FROM v_correction");
  REQUIRE(query.step());
  CHECK(query.text(0) == reply.message.text);
  CHECK(query.text(1).find("Reply C to confirm.") != std::string_view::npos);
  CHECK(query.text(2) == "cancel");
  CHECK(query.text(3) == "confirm");
  CHECK_FALSE(query.step());
}

}  // namespace smsflow::views_test
