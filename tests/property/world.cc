#include "world.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace smsflow::property {
namespace {

constexpr int kSeedsPerFile = 25;  // one in so many seeds keeps its log in a file
constexpr int kSteps = 32;

const std::vector<std::string> kMornings = {
    "2026-03-06T15:00:00Z",  // a weekend with a clock change is ahead
    "2026-10-30T14:00:00Z",  // and back
    "2026-06-02T13:00:00Z", "2026-11-25T15:00:00Z", "2026-01-12T15:00:00Z"};

}  // namespace

World::World(std::uint64_t seed, Witness& witness)
    : dice_(seed),
      witness_(witness),
      config_(world_config()),
      scoped_(dice_.chance(50)),
      renames_(dice_.chance(12)),
      is_container_(dice_.chance(30)),
      phones_(dice_, clock_, witness,
              {.trouble = dice_.chance(20) ? 0 : dice_.between(5, 50),
               .is_down = dice_.chance(8),
               .hides = dice_.chance(5),
               .names_intents = dice_.chance(30)}),
      truth_(witness, phones_.habits().hides) {
  clock_.set(*parse_rfc3339(dice_.pick(kMornings)) + std::chrono::minutes{dice_.below(600)});
  const int people = dice_.between(1, 4);
  for (int i = 0; i < people; ++i) {
    truth_.people.push_back({.phone = fmt::format("+1312555{:04}", 101 + i)});
  }
  if (seed % kSeedsPerFile == 0) {
    path_ = fmt::format("{}/log-{}.db", scratch(), seed);
  } else {
    memory_ = open_log(kInMemory, {.writer = "send"});
  }
  Shape shape;
  shape.scoped = scoped_;
  shape.sender = "main";
  shapes_ = {shape, shape};
  if (dice_.chance(60)) {
    shapes_[0] = shapes_[1] = edited(dice_, false);
    shapes_[0].scoped = shapes_[1].scoped = scoped_;
  }
  if (is_container_) {  // every one of them believes that it is process 1
    owners_ = {"send/1", "send/1"};
  } else {
    owners_ = {"send/11", "send/12"};
  }
  processes_.resize(2);
  names_ = {"appointment", "approval"};
  phones_.on_post([this](const OutboundMessage& message) {
    truth_.posted(message);
    posted_.insert(message.intent);
  });
  phones_.on_lost([this](const OutboundMessage& message) { truth_.lost(message); });
  phones_.on_text([this](const OutboundMessage& message) {
    const std::string key = key_in(message.text);
    const Kind kind = kind_of(message.text);
    truth_.reached(message, turning_ ? turning_->fresh(key) : Duration{}, now());
    if (kind == Kind::kAsk || kind == Kind::kNudge) begun_.push_back(message);
  });
}

World::~World() {
  processes_.clear();
  if (path_.empty()) return;
  for (const char* end : {"", "-wal", "-shm", ".lock"}) {
    std::error_code ignored;
    std::filesystem::remove(path_ + end, ignored);
  }
}

void World::tell(const std::string& line) {
  if (witness_.tells()) witness_.tell(format_rfc3339(now()) + " " + line);
}

void World::advance(Duration by) {
  clock_.advance(by);
}

void World::run() {
  start(0);
  start(1);
  for (int i = 0; i < 3; ++i) add_row();
  if (dice_.chance(10)) adopt();
  write_sheet();
  for (int i = 0; i < kSteps && !witness_.is_broken(); ++i) step();
  if (!witness_.is_broken()) drain();
  if (!witness_.is_broken()) check_end();
  tell_intents();
}

// Where everything stands, at the end of a story.
void World::tell_intents() {
  if (!witness_.tells()) return;
  const std::unique_ptr<ReadTransaction> log = processes_[0]->log().read();
  for (const Row& row : rows_) {
    for (const std::string& name : names_) {
      const std::string id = conversation_id(name, row.key);
      const auto conversation = log->conversation(id);
      if (!conversation) continue;
      tell(fmt::format("{} of {}: {} in {}", row.key, name, ::smsflow::name(conversation->status),
                       conversation->state));
      for (const Intent& intent : log->intents_of(id)) {
        tell(fmt::format("     {} {} {} {} due {} planned {} {}", intent.id.substr(0, 6),
                         intent.step, ::smsflow::name(intent.state), ::smsflow::name(intent.block),
                         format_rfc3339(intent.due), format_rfc3339(intent.planned_at),
                         intent.detail));
      }
    }
  }
}

void World::step() {
  const int what = dice_.below(100);
  if (what < 5) return add_row();
  if (what < 14) return change_row();
  if (what < 24) return write_sheet();
  if (what < 27) return read_sheet();
  if (what < 30) return post_row();
  if (what < 50) return turns(6);
  if (what < 53) return crash();
  if (what < 57) return restart();
  if (what < 72) return reply();
  if (what < 76) return agent();
  if (what < 80) return receipts();
  if (what < 81) return purge();
  if (what < 83) return watch();
  if (what < 86) return dice_.chance(60) ? flap() : swing();
  if (what < 91) return advance(std::chrono::minutes{dice_.between(1, 45)});
  if (what < 98) return advance(std::chrono::minutes{dice_.between(60, 700)});
  advance(std::chrono::hours{dice_.between(12, 40)});
}

// Minutes in which the outbox asks carriers again and again.
void World::watch() {
  for (int i = 0; i < 7; ++i) {
    turns(3);
    advance(std::chrono::minutes{dice_.between(1, 3)});
  }
}

// The clock runs far ahead: every deadline passes, every receipt comes.
void World::drain() {
  tell("drain");
  phones_.behave();
  for (int i = 0; i < 20; ++i) {
    turns(4);
    receipts();
    advance(i < 5 ? std::chrono::minutes{61} : std::chrono::hours{13});
  }
  turns(8);
}

void World::check_intent(const Intent& intent) {
  if (!is_final(intent.state)) {
    witness_.broken(fmt::format("final: {} of {} ({}) ends as {}", intent.step, intent.key,
                                intent.id, ::smsflow::name(intent.state)));
  }
  if (intent.block == BlockReason::kNone) return;
  const std::string block(::smsflow::name(intent.block));
  if (blocked_.insert(intent.id + block).second) witness_.count("block " + block);
}

// Who replied is not left with a question that never came.
void World::check_open(ReadTransaction& log, const Conversation& conversation) {
  if (conversation.status != ConversationStatus::kOpen || conversation.asked_at) return;
  const auto contact = log.contact(*conversation.record.phone);
  if (contact && !contact->handoff.empty()) return;  // a person has whatever they write
  const std::string where = conversation.record.key + " in " + conversation.state;
  const auto asked = log.intent(conversation.ask_intent);
  if (asked && asked->kind != SendKind::kProactive && is_final(asked->state)) {
    witness_.broken(fmt::format("lost: {} replied, and our question is {} ({})", where,
                                ::smsflow::name(asked->state), asked->detail));
  }
}

void World::check_end() {
  Log& log = processes_[0]->log();
  {
    const std::unique_ptr<ReadTransaction> view = log.read();
    for (const auto& [intent, posts] : phones_.posts()) {
      if (const auto known = view->intent(intent)) check_intent(*known);
    }
    for (const Row& row : rows_) {
      for (const std::string& name : names_) {
        const std::string id = conversation_id(name, row.key);
        for (const Intent& intent : view->intents_of(id)) check_intent(intent);
        const auto conversation = view->conversation(id);
        if (!conversation) continue;
        check_open(*view, *conversation);
        const bool owned = conversation->status == ConversationStatus::kOwned;
        const auto handoff = owned ? view->handoff(conversation->handoff) : std::nullopt;
        if (owned && (!handoff || handoff->status == HandoffStatus::kResolved)) {
          witness_.broken("person: " + row.key + " is owned by nobody");
        }
      }
    }
  }
  if (!path_.empty() || dice_.chance(10)) {
    for (const std::string& fault : log.check_projections()) witness_.broken("rebuild: " + fault);
    for (const std::string& fault : log.verify()) witness_.broken("verify: " + fault);
  }
}

}  // namespace smsflow::property
