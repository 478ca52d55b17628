// How many changes a second the log takes durably when replies come in batches, as serve-webhook
// commits them: for each message a look at the contact and its conversations, then the message, the
// conversation's move, the answer planned and the timer dropped.
//
//   bench_store LOG [CONVERSATIONS=100000] [BATCH=64] [SECONDS=10]
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "store/store.h"

using namespace smsflow;

namespace {

using Stopwatch = std::chrono::steady_clock;

double seconds_since(Stopwatch::time_point start) {
  return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

double megabytes_written() {
  std::ifstream io("/proc/self/io");
  for (std::string word; io >> word;) {
    double bytes = 0;
    if (word == "write_bytes:" && io >> bytes) return bytes / 1e6;
  }
  return 0;
}

PhoneNumber phone(int n) {
  return *PhoneNumber::from_e164(fmt::format("+1312{:07}", n));
}

std::string key_of(int n) {
  return fmt::format("appointment-{}", n);
}

Instant tick() {
  static std::int64_t ms = 1'770'000'000'000;
  return from_ms(++ms);
}

Conversation asked(int n) {
  Conversation conversation;
  conversation.id = conversation_id("appointment", key_of(n));
  conversation.workflow = "appointment";
  conversation.revision = "5e884898da280471";
  RecordSnapshot& record = conversation.record;
  record.workflow = "appointment";
  record.key = key_of(n);
  record.phone = phone(n);
  record.zone = "America/Chicago";
  record.fields = {{"first_name", std::string("Alexandra")},
                   {"starts_at", tick()},
                   {"status", std::string("booked")},
                   {"branch", std::string("northside")},
                   {"staff", std::string("Dr. Bell")},
                   {"reschedule_url", std::string("https://example.com/r/123")}};
  record.hash = std::string(64, 'a');
  record.eligible = true;
  record.at = record.expires = record.respond_by = tick();
  conversation.status = ConversationStatus::kOpen;
  conversation.state = conversation.asked_state = "asked";
  conversation.asked_at = conversation.opened_at = conversation.changed_at = tick();
  conversation.sender = "+15550100";
  return conversation;
}

Intent answer(const Conversation& conversation, int run) {
  Intent intent{.kind = SendKind::kReply, .to = *conversation.record.phone};
  intent.conversation = conversation.id;
  intent.workflow = conversation.workflow;
  intent.revision = conversation.revision;
  intent.key = conversation.record.key;
  intent.step = "confirmed.say";
  intent.occurrence = std::to_string(run);
  intent.id = intent_id(intent.workflow, intent.key, intent.step, intent.occurrence);
  intent.text = "Thank you, {first_name}. See you {starts_at:day_time}.";
  intent.planned_at = intent.due = intent.changed_at = tick();
  intent.expires = intent.due + std::chrono::hours(1);
  return intent;
}

std::string timer_of(const Conversation& conversation) {
  return conversation.id + "/0/0/silence";
}

void prepare(Log& store, int conversations) {
  constexpr int kBatch = 5'000;
  const auto start = Stopwatch::now();
  for (int n = 0; n < conversations;) {
    const auto transaction = store.write(tick());
    for (const int end = std::min(n + kBatch, conversations); n < end; ++n) {
      const Conversation conversation = asked(n);
      transaction->write(ConversationChanged{conversation, "its moment came"});
      Intent ask = answer(conversation, -1);
      ask.state = IntentState::kDelivered;
      ask.accepted_at = tick();
      ask.provider = "main";
      ask.provider_id = fmt::format("SM{:032x}", n * 7919LL % 1'000'003);
      ask.segments = 1;
      transaction->write(IntentPlanned{ask});
      transaction->write(TimerSet{{.id = timer_of(conversation),
                                   .conversation = conversation.id,
                                   .due = tick() + std::chrono::hours(6)}});
    }
    transaction->commit();
  }
  fmt::print("prepared {} conversations in {:.1f} s\n", conversations, seconds_since(start));
}

int reply(Transaction& transaction, int n, int serial, std::mt19937_64& random) {
  const PhoneNumber from = phone(n);
  const std::optional<Contact> contact = transaction.contact(from);
  std::vector<Conversation> conversations = transaction.conversations_of(from);
  Conversation conversation = conversations.at(0);
  InboundRecorded message{.message = {.provider = "main",
                                      .id = fmt::format("SM{:016x}{:016x}", random(), random()),
                                      .from = from}};
  message.message.to = {"+15550100"};
  message.message.text = "Yes, see you then";
  message.message.received_at = tick();
  message.verdict = {.label = "confirm",
                     .layer = Layer::kPhrase,
                     .rule = "phrase \"see you then\"",
                     .confidence = 1};
  message.conversation = conversation.id;
  message.handled = "auto_resolved";
  message.reason = "the open question of appointment takes it";
  message.raw_sha256 = std::string(64, 'b');
  message.raw =
      "ToCountry=US&ToState=IL&SmsMessageSid=SM1f&NumMedia=0&ToCity=&FromZip=60601&Body=Yes";
  int changes = transaction.write(message) ? 1 : 0;
  conversation.status = ConversationStatus::kEnded;
  conversation.state = conversation.outcome = "confirmed";
  conversation.resolution = "auto";
  conversation.last_label = "confirm";
  ++conversation.replies;
  conversation.first_reply_at = conversation.ended_at = conversation.changed_at = tick();
  changes += transaction.write(ConversationChanged{conversation, "confirm: ended as confirmed"});
  changes += transaction.write(IntentPlanned{answer(conversation, serial)});
  changes += transaction.write(TimerDropped{timer_of(conversation), false});
  return changes;
}

void measure(Log& store, int conversations, int batch, double seconds) {
  std::mt19937_64 random(7);
  std::vector<double> took_ms;
  std::int64_t changes = 0;
  int serial = 0;
  const auto start = Stopwatch::now();
  const double cpu = cpu_seconds();
  const double written = megabytes_written();
  while (seconds_since(start) < seconds) {
    const auto begin = Stopwatch::now();
    const auto transaction = store.write(tick());
    for (int i = 0; i < batch; ++i) {
      const int n = static_cast<int>(random() % static_cast<std::uint64_t>(conversations));
      changes += reply(*transaction, n, ++serial, random);
    }
    transaction->commit();
    took_ms.push_back(seconds_since(begin) * 1000);
  }
  const double took = seconds_since(start);
  std::sort(took_ms.begin(), took_ms.end());
  const auto at = [&](double share) {
    return took_ms[static_cast<std::size_t>(share * static_cast<double>(took_ms.size() - 1))];
  };
  fmt::print(
      "{} changes in {:.1f} s: {:.0f} a second, {:.0f} messages a second; "
      "batches of {}: p50 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms\n",
      changes, took, static_cast<double>(changes) / took, serial / took, batch, at(0.5), at(0.99),
      at(1));
  fmt::print("{:.1f} us of processor and {:.2f} KB written a change\n",
             (cpu_seconds() - cpu) * 1e6 / static_cast<double>(changes),
             (megabytes_written() - written) * 1000 / static_cast<double>(changes));
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    fmt::print(stderr, "usage: bench_store LOG|memory [CONVERSATIONS] [BATCH] [SECONDS]\n");
    return 2;
  }
  const std::string path = words[1];
  const int conversations = count > 2 ? std::atoi(words[2]) : 100'000;
  const int batch = count > 3 ? std::atoi(words[3]) : 64;
  const double seconds = count > 4 ? std::atof(words[4]) : 10;
  const StoreOptions options{.writer = "bench"};
  const auto store = path == "memory" ? open_log(kInMemory, options) : open_log(path, options);
  prepare(*store, conversations);
  measure(*store, conversations, batch, seconds);
}
