// What people write, and what people of the desk do.
#include <fmt/format.h>

#include "app/receive.h"
#include "world.h"

namespace smsflow::property {
namespace {

const std::vector<std::string> kAnything = {"C",
                                            "R",
                                            "yes",
                                            "no",
                                            "HELP",
                                            "thanks",
                                            "can't make it",
                                            "wrong number",
                                            "hm, not sure",
                                            "my tooth hurts badly",
                                            "1",
                                            "2",
                                            "cancel",
                                            "?",
                                            "ok",
                                            "DETAILS",
                                            "please stop calling me",
                                            "that still works for me",
                                            "who is this",
                                            "asdf jkl",
                                            "START"};

}  // namespace

std::string World::words_for(const Person& person) {
  if (person.stopped_at && dice_.chance(30)) return "START";
  if (dice_.chance(3)) return dice_.chance(50) ? "STOP" : "unsubscribe";
  if (person.got.empty() || dice_.chance(25)) return dice_.pick(kAnything);
  switch (kind_of(person.got.back().text)) {
    case Kind::kSure:
      return dice_.chance(80) ? "YES" : "NO";
    case Kind::kAsk:
    case Kind::kNudge:
      if (person.got.back().key.starts_with("R")) {
        return dice_.chance(60) ? "YES" : dice_.chance(50) ? "DETAILS" : "NO";
      }
      return dice_.chance(60) ? "C" : dice_.chance(60) ? "R" : "can't make it";
    default:
      return dice_.pick(kAnything);
  }
}

void World::reply() {
  advance(std::chrono::seconds{1});  // nobody answers in the instant of the question
  const int index = dice_.below(static_cast<int>(truth_.people.size()));
  Person& person = truth_.people[static_cast<std::size_t>(index)];
  if (!person.got.empty() && now() - person.got.back().at < std::chrono::minutes{1}) {
    advance(std::chrono::minutes{dice_.between(1, 5)});
  }
  if (dice_.chance(3)) {  // somebody who wants to know it all
    for (int i = 0; i < 9; ++i) {
      say(index, "DETAILS", false);
      turns(3);
      advance(std::chrono::minutes{1});
    }
    return;
  }
  const std::string words = words_for(person);
  for (const char* yes : {"YES", "yes", "ok", "C", "that still works for me"}) {
    if (words == yes) truth_.says_yes(index);
  }
  if (dice_.chance(30)) fetch();
  if (dice_.chance(8)) return miss(index, words);
  say(index, words, false);
  if (dice_.chance(15)) say(index, words == "YES" && dice_.chance(40) ? "yes please" : words, true);
}

// `once_more`: the same again within seconds under another id, as carriers deliver one now and then
// and people write.
void World::say(int index, const std::string& text, bool once_more) {
  InboundMessage message = written(index, text);
  if (once_more) {
    witness_.count("reply under two ids");
    if (dice_.chance(50)) {
      turns(2);
      clock_.advance(std::chrono::seconds{dice_.between(1, 9)});
      message.received_at = now();
    } else {
      witness_.count("reply before the question left");
    }
  }
  hear(message);
  if (dice_.chance(10)) {
    witness_.count("reply delivered twice");
    hear(message);
  }
  told(index, message);
}

InboundMessage World::written(int index, const std::string& text) {
  const Person& person = truth_.people[static_cast<std::size_t>(index)];
  return {.provider = "main",
          .id = fmt::format("SM{:032x}", 0xF0000 + ++messages_),
          .from = *PhoneNumber::from_e164(person.phone),
          .to = {person.got.empty() ? "+15550100" : person.got.back().from},
          .text = text,
          .received_at = now()};
}

void World::told(int index, const InboundMessage& message) {
  const bool stops = message.text == "STOP" || message.text == "unsubscribe";
  if (stops) truth_.stopped(index, message.received_at, now());
  if (message.text == "START") truth_.started(index, message.received_at);
}

// No webhook brings it: the carrier's list shows it later, by its date.
void World::miss(int index, const std::string& text) {
  InboundMessage message = written(index, text);
  message.received_at = std::chrono::floor<std::chrono::seconds>(message.received_at);
  message.fetched = true;
  tell("missed: " + message.from.e164() + ": " + text);
  missed_.emplace_back(index, std::move(message));
}

void World::fetch() {
  for (const auto& [index, message] : std::exchange(missed_, {})) {
    witness_.count("reply fetched late");
    hear(message);
    told(index, message);
  }
}

void World::hear(const InboundMessage& message) {
  Process& process = any();
  tell(fmt::format("{} <- {}: {}", process.setup().owner, message.from.e164(), message.text));
  Received received;
  {
    const std::unique_ptr<Transaction> log = process.log().write(now());
    received = receive(*log, process.programs(), message, "raw", now());
    if (!received.repeat) log->commit();
  }
  tell("     " + received.handled + ": " + received.reason);
  if (!received.repeat && received.handled.empty()) {
    witness_.broken("reply: nothing became of " + message.text);
  }
}

void World::agent() {
  Process& process = any();
  std::vector<Handoff> open = process.log().read()->open_handoffs("");
  if (open.empty()) return;
  const Handoff handoff = dice_.pick(open);
  AgentAction action{.kind = AgentAction::Kind::kClaim, .agent = "kim"};
  const int what = dice_.below(5);
  if (what == 1) {
    action.kind = AgentAction::Kind::kReply;
    action.text = "This is Kim. We will call you.";
  } else if (what > 1) {
    action.kind = AgentAction::Kind::kResolve;
    // Nobody hands a question back that was never put.
    const auto conversation = process.log().read()->conversation(handoff.conversation);
    action.hand_back = conversation && conversation->asked_at && dice_.chance(30);
  }
  const std::unique_ptr<Transaction> log = process.log().write(now());
  receive(*log, process.programs(), action, handoff.id, now());
  log->commit();
  tell(fmt::format("kim {} {}",
                   what == 0   ? "claims"
                   : what == 1 ? "answers"
                               : "resolves",
                   handoff.id));
}

}  // namespace smsflow::property
