// A plan is a live run without the commit: what it calls "now" is what a run at that instant posts,
// and what it calls blocked is blocked for the same reason.
#include <fmt/format.h>

#include <limits>
#include <sstream>

#include "text/error.h"
#include "world.h"

namespace smsflow::property {
namespace {

constexpr int kMostTurns = 500;
constexpr int kAll = std::numeric_limits<int>::max();

}  // namespace

std::optional<World::Foresight> World::plan(Process& process, const Sheet& sheet,
                                            const std::string& csv, bool accepts) {
  std::istringstream in(csv);
  const std::unique_ptr<RecordSource> source = read_csv(in);
  Foresight foresight;
  PlanOptions options{.look = {.at = sheet.written_at, .accept_missing = accepts},
                      .horizon = config_.horizon,
                      .each = [&](const Foreseen& one) { foresight[one.intent] = one; }};
  try {
    const PlanSummary summary =
        plan_records(*source, process.programs(), process.workflow(sheet.workflow),
                     process.carriers(), process.log(), now(), options, {});
    std::int64_t rows = summary.now + summary.later + summary.repeated;
    for (const auto& [reason, count] : summary.blocked) rows += count;
    for (const auto& [reason, count] : summary.rejected) rows += count;
    if (rows != summary.rows) {
      witness_.broken(fmt::format("plan: {} rows, and {} are counted", summary.rows, rows));
    }
    std::set<std::string> keys;
    for (const Row& row : sheet.rows) keys.insert(row.key);
    const bool may_repeat = kind_of_export(process, sheet) == Export::kChanges;
    if (may_repeat && summary.repeated != std::ssize(sheet.rows) - std::ssize(keys)) {
      witness_.broken(fmt::format("plan: {} rows of {} keys, and {} are repeated",
                                  sheet.rows.size(), keys.size(), summary.repeated));
    }
    std::int64_t leaving = 0;
    for (const auto& [intent, one] : foresight) leaving += one.leaves ? 1 : 0;
    if (leaving != summary.now + summary.beside.now) {
      witness_.broken(fmt::format("plan: {} texts leave, and {} + {} are counted", leaving,
                                  summary.now, summary.beside.now));
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kBadInput) throw;
    return std::nullopt;  // as the live run will say
  }
  return foresight;
}

// Texts that a carrier's list may settle in between.
std::set<std::string> World::unclear(Process& process) {
  const std::unique_ptr<ReadTransaction> log = process.log().read();
  std::set<std::string> found;
  for (const Intent& intent : log->posting_intents(Instant::max())) found.insert(intent.id);
  for (const Intent& intent : log->unknown_intents(kAll)) found.insert(intent.id);
  return found;
}

void World::check_posts(const Foresight& foresight, const std::set<std::string>& posted,
                        const std::set<std::string>& unclear) {
  for (const auto& [intent, one] : foresight) {
    // A list that does not show a text makes room for another, or for that text once more.
    if (one.leaves && !posted.contains(intent) && unclear.empty()) {
      witness_.broken("plan: " + intent + " leaves now, and the live run does not post it");
    }
  }
  for (const std::string& intent : posted) {
    const auto found = foresight.find(intent);
    if ((found != foresight.end() && found->second.leaves) || unclear.contains(intent)) continue;
    if (found != foresight.end() && found->second.waits && !unclear.empty()) continue;
    const std::string_view why = found == foresight.end() ? "nothing"
                                 : found->second.waits    ? "a cap"
                                 : found->second.in_doubt ? "in doubt"
                                                          : ::smsflow::name(found->second.block);
    witness_.broken(fmt::format("plan: the live run posts {}, of which it says {}", intent, why));
  }
}

void World::check_reasons(Process& process, const Foresight& foresight,
                          const std::set<std::string>& unclear, bool room_may_change) {
  const std::unique_ptr<ReadTransaction> log = process.log().read();
  for (const auto& [intent, one] : foresight) {
    if (one.leaves || unclear.contains(intent)) continue;
    const auto known = log->intent(intent);
    if (one.waits) {
      witness_.count("plan: waits for its cap");
      const bool waits = known && known->state == IntentState::kPlanned && known->due <= now();
      if (waits || room_may_change) continue;
      witness_.broken("plan: " + intent + " waits for a cap, and does not");
    } else if (one.in_doubt) {
      witness_.count("plan: may have left already");
      if (known && (known->state != IntentState::kPlanned || known->due <= now())) continue;
      witness_.broken("plan: " + intent + " is in doubt, and was not doubted");
    } else if (known && known->state == IntentState::kPlanned && known->due <= now()) {
      witness_.count("plan: blocked behind a cap");  // its number is full: nobody asks yet
    } else if (!known || known->block != one.block) {
      witness_.broken(fmt::format("plan: {} is blocked by {}, and the live run says {}", intent,
                                  ::smsflow::name(one.block),
                                  known ? ::smsflow::name(known->block) : "nothing"));
    } else {
      witness_.count("plan: block " + std::string(::smsflow::name(one.block)));
    }
  }
}

void World::count_leaving(Process& process, const Foresight& foresight,
                          const std::set<std::string>& before) {
  const std::unique_ptr<ReadTransaction> log = process.log().read();
  for (const auto& [intent, one] : foresight) {
    if (!one.leaves) continue;
    witness_.count("plan: leaves now");
    if (before.contains(intent)) witness_.count("plan: leaves now, planned before");
    const auto known = log->intent(intent);
    if (!known) continue;
    if (known->kind != SendKind::kProactive) witness_.count("plan: an answer leaves now");
    if (known->occurrence.starts_with(known->conversation + "/")) {
      witness_.count("plan: leaves now, as a timer fires");
    }
  }
}

// A carrier's final word about a number.
void World::lose_number(Process& process) {
  const Person& person = dice_.pick(truth_.people);
  const std::unique_ptr<Transaction> log = process.log().write(now());
  const PhoneNumber phone = *PhoneNumber::from_e164(person.phone);
  Contact contact = log->contact(phone).value_or(Contact{.phone = phone});
  contact.unreachable = ErrorClass::kGone;
  log->write(ContactChanged{contact, "the carrier says the number gets no texts", ""});
  log->commit();
  witness_.count("number that is gone");
}

void World::send(Process& process, const Sheet& sheet, const std::string& csv, bool accepts) {
  if (dice_.chance(2)) lose_number(process);
  std::set<std::string> before;
  for (const Intent& text : process.log().read()->due_intents(Channel::kSms, now(), kAll)) {
    before.insert(text.id);
  }
  const std::set<std::string> unclear_before = unclear(process);
  const std::optional<Foresight> foresight = plan(process, sheet, csv, accepts);
  read(process, sheet, csv, accepts);
  if (!foresight) return;
  witness_.count("plan beside a live run");
  tell("the live run of a plan");
  posted_.clear();
  begun_.clear();
  phones_.go_well(true);
  for (int i = 0; i < kMostTurns && turn(process); ++i) {
  }
  phones_.go_well(false);
  count_leaving(process, *foresight, before);
  // Those in doubt take room of their numbers when their turn comes.
  std::set<std::string> takes_room = unclear_before;
  for (const auto& [intent, one] : *foresight) {
    if (one.in_doubt) takes_room.insert(intent);
  }
  check_posts(*foresight, posted_, takes_room);
  check_reasons(process, *foresight, unclear_before, !takes_room.empty());
}

// The log is a copy that has taken the place of its original.
void World::adopt() {
  const std::unique_ptr<Transaction> log = processes_[0]->log().write(now());
  log->write(LogAdopted{now() - std::chrono::hours{dice_.between(1, 30)}});
  log->commit();
  witness_.count("copy adopted");
}

}  // namespace smsflow::property
