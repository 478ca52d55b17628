// Processes: they start, take turns, end in the middle, come back as another file.
#include <fmt/format.h>

#include <algorithm>

#include "app/receive.h"
#include "store/purge.h"
#include "world.h"

namespace smsflow::property {

bool World::is_alive(std::string_view owner) const {
  return std::any_of(processes_.begin(), processes_.end(), [&](const auto& process) {
    return process && process->setup().owner == owner;
  });
}

void World::start(std::size_t which) {
  Process::Setup setup{.owner = owners_[which],
                       .shape = shapes_[which],
                       .new_approval_text = dice_.chance(30),
                       .concurrency = dice_.chance(30) ? dice_.between(1, 3) : 32,
                       .reads_files = renames_};
  processes_[which] =
      std::make_unique<Process>(config_, phones_, clock_, memory_.get(), path_, std::move(setup),
                                [this](std::string_view owner) { return is_alive(owner); });
  tell(fmt::format("starts {}: {}, concurrency {}", owners_[which], in_words(shapes_[which]),
                   processes_[which]->setup().concurrency));
}

void World::restart() {
  const auto which = static_cast<std::size_t>(dice_.below(2));
  if (dice_.chance(50)) {
    const Shape before = shapes_[which];
    shapes_[which] = edited(dice_, renames_);
    shapes_[which].scoped = scoped_;
    if (before.renamed_start != shapes_[which].renamed_start) witness_.count("renamed start state");
    if (before.name != shapes_[which].name) witness_.count("workflow renamed");
  }
  const bool had_posting =
      !processes_[which]->log().read()->posting_intents(Instant::max()).empty();
  if (is_container_ || dice_.chance(50)) {
    if (had_posting) witness_.count("restart under the same owner while posting");
    witness_.count("restart under the same owner");
  } else {
    owners_[which] = fmt::format("send/{}", 100 + ++events_);
  }
  processes_[which].reset();
  start(which);
}

bool World::turn(Process& process) {
  const std::size_t from = begun_.size();
  const Instant at = now();
  turning_ = &process;
  const bool busy = process.dispatcher().turn(0);
  turning_ = nullptr;
  check_order(process, from, at);
  return busy;
}

void World::turns(int most) {
  Process& process = any();
  begun_.clear();
  bool busy = true;
  for (int i = 0; i < most && busy; ++i) {
    busy = turn(process);
    if (dice_.chance(60)) receipts();
  }
  count_blocks(process);
  if (!busy && dice_.chance(30)) check_starving(process);
}

// Ends between the commit and the answer: the text left, or it did not.
void World::crash() {
  const auto which = static_cast<std::size_t>(dice_.below(2));
  const bool leaves = dice_.chance(50);
  phones_.stop_bytes(!leaves);
  turn(*processes_[which]);
  phones_.stop_bytes(false);
  const bool posting = !processes_[which]->log().read()->posting_intents(Instant::max()).empty();
  if (posting) witness_.count(leaves ? "crash after the text left" : "crash before the text left");
  tell(fmt::format("crash of {}", owners_[which]));
  if (!is_container_ && dice_.chance(50)) {
    owners_[which] = fmt::format("send/{}", 100 + ++events_);
  } else if (posting) {
    witness_.count("restart under the same owner while posting");
  }
  processes_[which].reset();
  start(which);
}

void World::receipts() {
  const std::vector<DeliveryReceipt> due = phones_.take_receipts();
  if (due.empty()) return;
  Process& process = any();
  const std::unique_ptr<Transaction> log = process.log().write(now());
  for (const DeliveryReceipt& receipt : due) {
    if (!receipt.intent.empty()) {
      const auto intent = log->intent(receipt.intent);
      if (intent && intent->state == IntentState::kPosting) witness_.count("early receipt");
    } else if (!log->intent_by_provider_id("main", receipt.provider_id)) {
      witness_.count("receipt of a text not known yet");
    }
    receive(*log, process.programs(), receipt, now());
  }
  log->commit();
}

void World::purge() {
  if (path_.empty()) return;
  witness_.count("purge in between");
  tell("purge");
  ::smsflow::purge(path_, now() - std::chrono::hours{dice_.between(1, 100)}, now());
}

// Answers leave before what we begin, number by number.
void World::check_order(Process& process, std::size_t from, Instant at) {
#if __has_include("policy/leaving_order.h")
  if (begun_.size() == from) return;
  const std::unique_ptr<ReadTransaction> log = process.log().read();
  for (const Intent& waiting : log->due_intents(Channel::kSms, at, 100)) {
    const Workflow* pinned = process.programs().revision(waiting.revision);
    const bool leaves_main = (pinned ? pinned->sender : process.setup().shape.sender) == "main";
    if (waiting.kind == SendKind::kProactive || !leaves_main) continue;
    if (waiting.changed_at == at && waiting.attempt > 0) continue;  // came back in this turn
    for (std::size_t i = from; i < begun_.size(); ++i) {
      if (begun_[i].from.value != "+15550100") continue;
      witness_.broken("order: a reminder left while an answer waits");
      return;
    }
  }
#else
  static_cast<void>(process), static_cast<void>(from), static_cast<void>(at);
#endif
}

// When nothing more happens, whatever is due waits for a capped number.
void World::check_starving(Process& process) {
  const std::unique_ptr<ReadTransaction> log = process.log().read();
  const std::vector<Intent> due = log->due_intents(Channel::kSms, now(), 100);
  if (due.empty()) return;
  witness_.count("sender at its cap");
  for (const Intent& intent : due) {
    if (intent.workflow == "approval") {
      witness_.broken(fmt::format("starved: {} {} of {} to {} waits though its number is free: {}",
                                  intent.id, intent.step, intent.workflow, intent.to.e164(),
                                  intent.detail));
      return;
    }
  }
}

void World::count_blocks(Process& process) {
  const std::size_t which = &process == processes_[0].get() ? 0 : 1;
  const DispatchCounts& counts = process.dispatcher().counts();
  if (counts.deferred == deferred_[which]) return;
  deferred_[which] = counts.deferred;
  const std::unique_ptr<ReadTransaction> log = process.log().read();
  for (const Row& row : rows_) {
    for (const std::string& name : names_) {
      for (const Intent& intent : log->intents_of(conversation_id(name, row.key))) {
        if (intent.block == BlockReason::kNone) continue;
        if (blocked_.insert(intent.id + std::string(::smsflow::name(intent.block))).second) {
          witness_.count("block " + std::string(::smsflow::name(intent.block)));
        }
      }
    }
  }
}

}  // namespace smsflow::property
