// What every store promises, asked of each of them.
#include "store/store.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "sample.h"
#include "store/fields.h"
#include "text/error.h"

namespace smsflow::store_test {

namespace {

struct MemoryCase {
  std::unique_ptr<Log> open(const StoreOptions& options = {}) {
    return open_log(kInMemory, options);
  }
};

struct SqliteCase {
  std::unique_ptr<Log> open(const StoreOptions& options = {}) {
    return open_log(folder.log(), options);
  }
  Folder folder;
};

// Compares by what is stored of them: cells, number and body.
template <typename T>
void check_same(const T& left, const T& right) {
  const TableRow a = to_row(left);
  const TableRow b = to_row(right);
  CHECK(a.id == b.id);
  CHECK(a.phone == b.phone);
  CHECK(a.body == b.body);
  CHECK((a.cells == b.cells));
}

template <typename T>
std::vector<std::string> ids(const std::vector<T>& list) {
  std::vector<std::string> out;
  for (const T& one : list) out.push_back(one.id);
  return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("everything that is written is read back", Case, MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  const Conversation conversation = sample_conversation("a1");
  const Intent intent = sample_intent("1");
  CHECK(write(*store, ContactChanged{sample_contact(), "stop", "SM1"},
              ConversationChanged{conversation, "asked"}, IntentPlanned{intent},
              HandoffChanged{sample_handoff("h1"), "asked"}, TimerSet{sample_timer("t1", 70)},
              RevisionKept{"r1", "appointment", "name = \"a\"\n"},
              RecordSeen{sample_record("a1"), conversation.id}));
  const auto seen = store->write(at(1));
  check_same(*seen->contact(phone()), sample_contact());
  check_same(*seen->conversation(conversation.id), conversation);
  CHECK(seen->conversation(conversation.id)->record.fields == conversation.record.fields);
  CHECK(seen->conversation(conversation.id)->record.workflow == "appointment");
  CHECK(seen->conversation(conversation.id)->captured == conversation.captured);
  check_same(*seen->intent(intent.id), intent);
  CHECK(seen->intent(intent.id)->text == intent.text);
  check_same(*seen->handoff("h1"), sample_handoff("h1"));
  CHECK((*seen->timer("t1") == sample_timer("t1", 70)));
  CHECK(seen->revision_source("r1") == "name = \"a\"\n");
  CHECK(seen->record_seen("appointment", "a1") ==
        SeenRecord{"hash-of-a1", "7", true, "", at(1), std::nullopt, false});
  CHECK(seen->record_seen("appointment", "a2") == std::nullopt);
  CHECK_FALSE(seen->contact(phone(2)));
  CHECK_FALSE(seen->conversation("c0"));
  CHECK_FALSE(seen->intent("i0"));
  CHECK_FALSE(seen->handoff("h0"));
  CHECK_FALSE(seen->timer("t0"));
  CHECK(seen->revision_source("r0") == "");
}

TEST_CASE_TEMPLATE("a transaction reads its own writes, and forgets them when dropped", Case,
                   MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  Conversation conversation = sample_conversation("a1");
  CHECK(write(*store, ConversationChanged{conversation, ""}, TimerSet{sample_timer("t1", 70)},
              IntentPlanned{sample_intent("1")}));
  {
    const auto dropped = store->write(at(1));
    conversation.state = "nudged";
    conversation.record.phone = phone(2);
    CHECK(dropped->write(ConversationChanged{conversation, ""}));
    CHECK(dropped->write(TimerDropped{"t1", true}));
    CHECK(dropped->write(TimerSet{sample_timer("t2", 71)}));
    CHECK(dropped->write(InboundRecorded{sample_reply("SM1")}));
    CHECK(dropped->write(ReceiptRecorded{sample_receipt("SM9:delivered", "SM9")}));
    CHECK(dropped->write(HandoffChanged{sample_handoff("h1"), ""}));
    CHECK(dropped->write(ContactChanged{sample_contact(), "", ""}));
    const Intent planned = sample_intent("1");
    CHECK(dropped->write(
        IntentMoved{moved(planned, IntentState::kPosting, 2), IntentState::kPlanned, ""}));
    CHECK(dropped->conversation(conversation.id)->state == "nudged");
    CHECK(ids(dropped->conversations_of(phone(2))) == Names{conversation.id});
    CHECK(dropped->conversations_of(phone(1)).empty());
    CHECK_FALSE(dropped->timer("t1"));
    CHECK(dropped->transcript("", phone()).size() == 1);
    CHECK(dropped->due_intents(Channel::kSms, at(200), 9).empty());
    CHECK(dropped->segments_since("+15550100", at(0)) == 1);
  }
  const auto after = store->write(at(2));
  CHECK(after->conversation(conversation.id)->state == "asked");
  CHECK(ids(after->conversations_of(phone(1))) == Names{conversation.id});
  CHECK(after->timer("t1"));
  CHECK_FALSE(after->timer("t2"));
  CHECK_FALSE(after->handoff("h1"));
  CHECK_FALSE(after->contact(phone()));
  CHECK(after->open_handoffs("").empty());
  CHECK(after->orphan_receipts("main", "SM9").empty());
  CHECK(after->due_intents(Channel::kSms, at(200), 9).size() == 1);
  CHECK(after->segments_since("+15550100", at(0)) == 0);
  CHECK(after->next_due() == at(70));
  CHECK(after->write(InboundRecorded{sample_reply("SM1")}));
}

TEST_CASE_TEMPLATE("a repeated message or receipt changes nothing, at any age", Case, MemoryCase,
                   SqliteCase) {
  Case place;
  const auto store = place.open();
  CHECK(write(*store, InboundRecorded{sample_reply("SM1")}));
  CHECK(write(*store, ReceiptRecorded{sample_receipt("SM2:delivered", "SM2")}));
  const auto later = store->write(at(10'000'000));
  InboundRecorded again = sample_reply("SM1", 2);
  again.message.text = "changed on the way";
  CHECK_FALSE(later->write(again));
  CHECK_FALSE(later->write(ReceiptRecorded{sample_receipt("SM2:delivered", "SM2")}));
  again.message.provider = "other";
  CHECK(later->write(again));
  CHECK_FALSE(later->write(again));
  CHECK_MESSAGE(later->write(InboundRecorded{sample_reply("SM2:delivered")}),
                "a message and a receipt of the same key are two events");
  CHECK(later->orphan_receipts("main", "SM2").size() == 1);
}

TEST_CASE_TEMPLATE("an intent is planned once and moves as it may", Case, MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  const Intent planned = sample_intent("1");
  const auto transaction = store->write(at(0));
  CHECK(transaction->write(IntentPlanned{planned}));
  Intent other = planned;
  other.text = "another text";
  CHECK_FALSE(transaction->write(IntentPlanned{other}));
  CHECK(transaction->intent(planned.id)->text == planned.text);

  const Intent posting = moved(planned, IntentState::kPosting, 1);
  CHECK(transaction->write(IntentMoved{posting, IntentState::kPlanned, ""}));
  CHECK_FALSE_MESSAGE(transaction->write(IntentMoved{posting, IntentState::kPlanned, "twice"}),
                      "it is posting already");
  const Intent delivered = moved(posting, IntentState::kDelivered, 2);
  CHECK(transaction->write(IntentMoved{delivered, IntentState::kPosting, ""}));
  CHECK_FALSE(transaction->write(
      IntentMoved{moved(posting, IntentState::kUndelivered, 3), IntentState::kDelivered, ""}));
  CHECK(transaction->intent(planned.id)->state == IntentState::kDelivered);
  CHECK_FALSE(transaction->write(IntentMoved{sample_intent("2"), IntentState::kPlanned, ""}));
  CHECK_FALSE(transaction->intent(sample_intent("2").id));
}

TEST_CASE_TEMPLATE("due intents come by their deadline", Case, MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  const auto plan = [&](const std::string& id, std::int64_t due, std::int64_t expires,
                        Channel channel = Channel::kSms) {
    Intent intent = sample_intent(id);
    intent.id = id;
    intent.due = at(due);
    intent.expires = expires == 0 ? std::nullopt : std::optional(at(expires));
    intent.channel = channel;
    CHECK(transaction->write(IntentPlanned{intent}));
  };
  plan("never-expires", 1, 0);
  plan("late-expiry", 2, 900);
  plan("soon", 5, 300);
  plan("sooner-due", 4, 300);
  plan("future", 50, 60);
  plan("hook", 1, 100, Channel::kHook);
  const auto due = [&](std::int64_t now, int limit) {
    return ids(transaction->due_intents(Channel::kSms, at(now), limit));
  };
  CHECK(due(0, 9) == Names{});
  CHECK(due(5, 9) == Names{"sooner-due", "soon", "late-expiry", "never-expires"});
  CHECK(due(5, 2) == Names{"sooner-due", "soon"});
  CHECK(due(50, 1) == Names{"future"});
  CHECK(due(50, 0) == Names{});
  CHECK(ids(transaction->due_intents(Channel::kHook, at(5), 9)) == Names{"hook"});
  CHECK(transaction->next_due() == at(1));
}

TEST_CASE_TEMPLATE("due texts leave by their kind, then by their deadline", Case, MemoryCase,
                   SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  const auto plan = [&](const std::string& id, SendKind kind, std::int64_t due,
                        std::int64_t expires) {
    Intent intent = sample_intent(id);
    intent.id = id;
    intent.kind = kind;
    intent.due = at(due);
    intent.expires = expires == 0 ? std::nullopt : std::optional(at(expires));
    CHECK(transaction->write(IntentPlanned{intent}));
  };
  plan("late", SendKind::kProactive, 1, 900);
  plan("soon", SendKind::kProactive, 2, 300);
  plan("reply", SendKind::kReply, 3, 0);
  plan("person", SendKind::kAgent, 4, 0);
  plan("confirmation", SendKind::kOptOutConfirmation, 5, 0);
  plan("older-reply", SendKind::kReply, 2, 0);
  plan("future", SendKind::kReply, 9, 0);
  CHECK(ids(transaction->due_intents(Channel::kSms, at(5), 9)) ==
        Names{"confirmation", "person", "older-reply", "reply", "soon", "late"});
}

TEST_CASE_TEMPLATE("due hooks come by receiver", Case, MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  const auto plan = [&](const std::string& id, std::int64_t due, const std::string& sender,
                        Channel channel = Channel::kHook) {
    Intent intent = sample_intent(id);
    intent.id = id;
    intent.due = at(due);
    intent.sender = sender;
    intent.channel = channel;
    CHECK(transaction->write(IntentPlanned{intent}));
  };
  plan("second", 2, "crm");
  plan("first", 1, "crm");
  plan("other", 1, "desk");
  plan("unwanted", 1, "");
  plan("text", 1, "crm", Channel::kSms);
  plan("later", 9, "crm");
  const auto due = [&](std::string_view endpoint, int limit) {
    return ids(transaction->due_hooks(endpoint, at(5), limit));
  };
  CHECK(due("crm", 9) == Names{"first", "second"});
  CHECK(due("crm", 1) == Names{"first"});
  CHECK(due("crm", 0) == Names{});
  CHECK(due("desk", 9) == Names{"other"});
  CHECK(due("", 9) == Names{"unwanted"});
  CHECK(due("nobody", 9) == Names{});
}

TEST_CASE_TEMPLATE("posting and unknown intents are found", Case, MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  const auto enter = [&](const std::string& id, IntentState state, std::optional<Instant> deadline,
                         std::int64_t changed) {
    Intent intent = sample_intent(id);
    intent.id = id;
    intent.state = state;
    intent.deadline = deadline;
    intent.changed_at = at(changed);
    CHECK(transaction->write(IntentPlanned{intent}));
  };
  enter("posting-late", IntentState::kPosting, at(30), 1);
  enter("posting-soon", IntentState::kPosting, at(20), 2);
  enter("posting-open", IntentState::kPosting, std::nullopt, 3);
  enter("unknown-new", IntentState::kUnknown, at(5), 9);
  enter("unknown-old", IntentState::kUnknown, std::nullopt, 4);
  CHECK(ids(transaction->posting_intents(at(30))) == Names{"posting-open", "posting-soon"});
  CHECK(ids(transaction->posting_intents(at(31))).size() == 3);
  CHECK(ids(transaction->unknown_intents(9)) == Names{"unknown-old", "unknown-new"});
  CHECK(ids(transaction->unknown_intents(1)) == Names{"unknown-old"});
}

TEST_CASE_TEMPLATE("segments count from the moment a text may have left", Case, MemoryCase,
                   SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  Intent intent = sample_intent("1");
  intent.segments = 3;
  CHECK(transaction->write(IntentPlanned{intent}));
  const auto since = [&](std::int64_t seconds) {
    return transaction->segments_since("+15550100", at(seconds));
  };
  CHECK(since(0) == 0);
  intent = moved(intent, IntentState::kPosting, 10);
  CHECK(transaction->write(IntentMoved{intent, IntentState::kPlanned, ""}));
  CHECK(since(10) == 3);
  CHECK(since(11) == 0);
  intent = moved(intent, IntentState::kAccepted, 12);
  intent.accepted_at = at(11);
  CHECK(transaction->write(IntentMoved{intent, IntentState::kPosting, ""}));
  CHECK(since(11) == 3);
  CHECK(since(12) == 0);
  CHECK(transaction->write(
      IntentMoved{moved(intent, IntentState::kDelivered, 99), IntentState::kAccepted, ""}));
  CHECK(since(11) == 3);
  CHECK(since(12) == 0);
  CHECK(transaction->segments_since("other", at(0)) == 0);
  const std::vector<Departure> left = transaction->departures("+15550100", at(0));
  REQUIRE(left.size() == 1);
  CHECK(left.front().segments == 3);
  CHECK(transaction->departures("+15550100", at(1000)).empty());
}

TEST_CASE_TEMPLATE("a contact's conversations come newest question first, void ones too", Case,
                   MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  const auto enter = [&](const std::string& id, std::optional<Instant> asked, std::int64_t opened,
                         ConversationStatus status = ConversationStatus::kOpen) {
    Conversation conversation = sample_conversation(id);
    conversation.id = id;
    conversation.asked_at = asked;
    conversation.opened_at = at(opened);
    conversation.status = status;
    CHECK(transaction->write(ConversationChanged{conversation, ""}));
  };
  enter("waiting-old", std::nullopt, 1);
  enter("asked-first", at(10), 2);
  enter("void", at(99), 3, ConversationStatus::kVoid);
  enter("asked-last", at(20), 1);
  enter("waiting-new", std::nullopt, 5);
  enter("ended", at(15), 1, ConversationStatus::kEnded);
  CHECK(ids(transaction->conversations_of(phone())) ==
        Names{"void", "asked-last", "ended", "asked-first", "waiting-new", "waiting-old"});
  CHECK(transaction->conversations_of(phone(2)).empty());
}

TEST_CASE_TEMPLATE("hand-offs, timers and what is due next", Case, MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  CHECK_FALSE(transaction->next_due());
  Handoff urgent = sample_handoff("h2");
  urgent.priority = "high";
  Handoff never = sample_handoff("h0");
  never.first_response_due.reset();
  never.queue = "it";
  Handoff resolved = sample_handoff("h4");
  resolved.status = HandoffStatus::kResolved;
  for (const Handoff& handoff :
       {sample_handoff("h3"), sample_handoff("h1"), never, urgent, resolved}) {
    CHECK(transaction->write(HandoffChanged{handoff, ""}));
  }
  CHECK(ids(transaction->open_handoffs("")) == Names{"h2", "h1", "h3", "h0"});
  CHECK(ids(transaction->open_handoffs("it")) == Names{"h0"});
  CHECK(ids(transaction->open_handoffs("none")) == Names{});

  CHECK(transaction->write(TimerSet{sample_timer("t2", 20)}));
  CHECK(transaction->write(TimerSet{sample_timer("t1", 20)}));
  CHECK(transaction->write(TimerSet{sample_timer("t3", 10)}));
  CHECK(transaction->write(TimerSet{sample_timer("t3", 30)}));
  CHECK(ids(transaction->due_timers(at(20), 9)) == Names{"t1", "t2"});
  CHECK(ids(transaction->due_timers(at(30), 1)) == Names{"t1"});
  CHECK(transaction->next_due() == at(20));
  CHECK(transaction->write(TimerDropped{"t1", true}));
  CHECK(transaction->write(TimerDropped{"t2", false}));
  CHECK_FALSE_MESSAGE(transaction->write(TimerDropped{"t2", false}), "gone already");
  CHECK(transaction->next_due() == at(30));
}

TEST_CASE_TEMPLATE("receipts wait for an intent that does not know its provider id", Case,
                   MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  Intent intent = sample_intent("1");
  intent.state = IntentState::kAccepted;
  intent.provider = "main";
  intent.provider_id = "SM7";
  CHECK(transaction->write(ReceiptRecorded{sample_receipt("SM7:sent", "SM7")}));
  CHECK(transaction->write(IntentPlanned{intent}));
  CHECK(transaction->write(ReceiptRecorded{sample_receipt("SM7:delivered", "SM7")}));
  DeliveryReceipt named = sample_receipt("SM8:delivered", "SM8");
  named.intent = intent.id;
  CHECK(transaction->write(ReceiptRecorded{named}));
  const std::vector<DeliveryReceipt> orphans = transaction->orphan_receipts("main", "SM7");
  REQUIRE(orphans.size() == 1);
  CHECK((cells_of(orphans[0]) == cells_of(sample_receipt("SM7:sent", "SM7"))));
  CHECK(transaction->orphan_receipts("main", "SM8").empty());
  CHECK(transaction->orphan_receipts("other", "SM7").empty());

  CHECK(transaction->intent_by_provider_id("main", "SM7")->id == intent.id);
  CHECK_FALSE(transaction->intent_by_provider_id("other", "SM7"));
  CHECK_FALSE(transaction->intent_by_provider_id("main", ""));
}

TEST_CASE_TEMPLATE("a transcript shows both sides in the order of time", Case, MemoryCase,
                   SqliteCase) {
  Case place;
  const auto store = place.open();
  const auto transaction = store->write(at(0));
  const Conversation conversation = sample_conversation("a1");
  CHECK(transaction->write(ConversationChanged{conversation, ""}));
  Intent ask = sample_intent("1");
  ask.state = IntentState::kAccepted;
  ask.accepted_at = at(40);
  ask.sent_text = "Hi Zo\u00eb, reply C.";
  CHECK(transaction->write(IntentPlanned{ask}));
  Intent hook = sample_intent("2");
  hook.channel = Channel::kHook;
  CHECK(transaction->write(IntentPlanned{hook}));
  CHECK(transaction->write(InboundRecorded{sample_reply("SM1", 1, conversation.id)}));
  InboundRecorded early = sample_reply("SM2", 1);
  early.message.received_at = at(2);
  CHECK(transaction->write(early));
  Intent direct = sample_intent("3");
  direct.conversation = "";
  direct.literal = true;
  direct.text = "You are unsubscribed.";
  direct.due = at(60);
  CHECK(transaction->write(IntentPlanned{direct}));

  const auto told = [&](std::string_view id) {
    Names texts;
    for (const auto& line : transaction->transcript(id, phone())) {
      texts.push_back((line.from_contact ? "< " : "> ") + line.text + " [" + line.detail + "]");
    }
    return texts;
  };
  CHECK(told(conversation.id) ==
        Names{"> Hi Zo\u00eb, reply C. [accepted]", "< Yes! SM1 [confirm (phrase \"yes\")]"});
  CHECK(told("") ==
        Names{"< Yes! SM2 [confirm (phrase \"yes\")]", "> Hi Zo\u00eb, reply C. [accepted]",
              "< Yes! SM1 [confirm (phrase \"yes\")]", "> You are unsubscribed. [planned]"});
  CHECK(transaction->transcript("", phone(5)).empty());
}

TEST_CASE_TEMPLATE("only one transaction at a time", Case, MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  auto first = store->write(at(0));
  CHECK_THROWS_AS(store->write(at(0)), Error);  // would wait for itself
  first.reset();
  CHECK_NOTHROW(store->write(at(0)));
}

TEST_CASE_TEMPLATE("threads of one process wait for each other as long as it takes", Case,
                   MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open({.busy_ms = 1});
  auto first = store->write(at(0));
  std::atomic<bool> began{false};
  std::thread other([&] {
    const auto second = store->write(at(1));
    began = true;
    second->write(TimerSet{sample_timer("t2", 80)});
    second->commit();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK_FALSE(began);
  first->write(TimerSet{sample_timer("t1", 70)});
  first->commit();
  first.reset();
  other.join();
  CHECK(store->read()->due_timers(at(100), 9).size() == 2);
}

TEST_CASE("who waits for another process in vain has begun nothing, and may try again") {
  SqliteCase place;
  const auto one = place.open({.writer = "one"});
  const auto other = place.open({.writer = "other"});
  auto holding = one->write(at(0));
  CHECK_THROWS_AS(other->write(at(0), 20), LogBusy);
  holding->write(TimerSet{sample_timer("t1", 70)});
  holding->commit();
  holding.reset();
  CHECK(write(*other, TimerSet{sample_timer("t2", 80)}));
  CHECK(other->verify().empty());
}

TEST_CASE_TEMPLATE("an empty transaction is nothing", Case, MemoryCase, SqliteCase) {
  Case place;
  const auto store = place.open();
  store->write(at(0))->commit();
  CHECK(store->verify().empty());
  CHECK(store->check_projections().empty());
}

TEST_CASE("a reader waits for no writer and sees what was committed before it") {
  SqliteCase place;
  const auto store = place.open();
  CHECK(write(*store, TimerSet{sample_timer("t1", 70)}));
  const auto writer = store->write(at(0));
  CHECK(writer->write(TimerSet{sample_timer("t2", 80)}));
  const auto reader = store->read();
  CHECK(reader->timer("t1"));
  CHECK_FALSE(reader->timer("t2"));
  writer->commit();
  CHECK_FALSE(reader->timer("t2"));
  CHECK(store->read()->timer("t2"));
}

TEST_CASE("a log that is opened for reading is neither made nor changed") {
  const Folder folder;
  const StoreOptions reading{.access = Access::kReadOnly};
  CHECK_THROWS_AS(open_log(folder.log(), reading), Error);
  CHECK_FALSE(std::filesystem::exists(folder.log()));
  CHECK_FALSE(std::filesystem::exists(folder.log() + ".lock"));
  CHECK(write(*open_log(folder.log(), {}), TimerSet{sample_timer("t1", 70)}));
  std::filesystem::remove(folder.log() + ".lock");
  const auto store = open_log(folder.log(), reading);
  CHECK(store->read()->timer("t1"));
  CHECK(store->verify().empty());
  CHECK(store->check_projections().empty());
  CHECK_FALSE(std::filesystem::exists(folder.log() + ".lock"));
}

TEST_CASE("a reader of more rows than are remembered reads them all right") {
  MemoryCase place;
  const auto store = place.open();
  {
    const auto transaction = store->write(at(0));
    for (int n = 0; n < 9'000; ++n) {
      const std::string key = std::to_string(n);
      transaction->write(ConversationChanged{sample_conversation(key, n % 900), ""});
    }
    transaction->commit();
  }
  const auto reader = store->read();
  for (int n = 0; n < 9'000; ++n) {
    const auto found = reader->conversation(conversation_id("appointment", std::to_string(n)));
    REQUIRE(found);
    REQUIRE(found->record.phone == phone(n % 900));
  }
}
TEST_CASE("a row stands until a look misses it, and the latest look of each part is known") {
  const auto log = open_log(std::string(kInMemory), {});
  const auto transaction = log->write(at(0));
  RecordSnapshot north = sample_record("a1");
  north.scope = "north";
  north.over_at = at(500);
  CHECK(transaction->write(RecordSeen{north, {}}));
  CHECK(transaction->write(RecordSeen{sample_record("a2"), {}}));
  const StandingChanged missing{.workflow = "appointment",
                                .key = "a1",
                                .standing = RecordStanding::kMissing,
                                .scope = "north",
                                .seen_at = at(20),
                                .over_at = at(500),
                                .posted = false,
                                .reason = "missing from the export",
                                .conversation = {}};
  CHECK(transaction->write(missing));
  StandingChanged stranger = missing;
  stranger.key = "a9";
  CHECK_FALSE_MESSAGE(transaction->write(stranger), "it never came");
  CHECK(transaction->write(LookTaken{"appointment", "north", at(30), 7, 1, "abc"}));
  CHECK(transaction->write(LookTaken{"appointment", "north", at(40), 8, 0, "abd"}));

  const SeenRecord row = transaction->record_seen("appointment", "a1").value();
  CHECK(row.hash == "hash-of-a1");
  CHECK(row.standing == RecordStanding::kMissing);
  CHECK(row.seen_at == at(20));
  CHECK(transaction->look("appointment", "north") ==
        LookTaken{"appointment", "north", at(40), 8, 0, "abd"});
  CHECK(transaction->look("appointment", "") == std::nullopt);

  const auto expected = [&](Instant now) {
    std::string keys;
    transaction->each_expected(
        "appointment", now, [&](const std::string& key, const SeenRecord&) { keys += key + " "; });
    return keys;
  };
  CHECK(expected(at(499)) == "a1 a2 ");
  CHECK(expected(at(500)) == "a2 ");
  // A text about it may yet leave.
  Intent ask = sample_intent("late", "a1");
  ask.state = IntentState::kPlanned;
  ask.expires = at(600);
  CHECK(transaction->write(IntentPlanned{ask}));
  CHECK(expected(at(599)) == "a1 a2 ");
  CHECK(expected(at(600)) == "a2 ");
  RecordSnapshot deleted = sample_record("a2");
  deleted.vanished = true;
  CHECK(transaction->write(RecordSeen{deleted, {}}));
  CHECK(expected(at(0)) == "a1 ");
}

TEST_CASE("texts held because nobody saw their record are found by their ids, in order") {
  const auto log = open_log(std::string(kInMemory), {});
  const auto transaction = log->write(at(0));
  for (int n = 0; n < 5; ++n) {
    Intent intent = sample_intent(std::to_string(n), "a1");
    intent.state = IntentState::kPlanned;
    intent.block = n == 2 ? BlockReason::kQuietHours : BlockReason::kNotSeen;
    transaction->write(IntentPlanned{intent});
  }
  const std::vector<Intent> first = transaction->held_intents("", 3);
  REQUIRE(first.size() == 3);
  const std::vector<Intent> rest = transaction->held_intents(first.back().id, 3);
  REQUIRE(rest.size() == 1);
  CHECK(first.back().id < rest.front().id);
}

}  // namespace smsflow::store_test
