#include "app/plan.h"

#include "app/renamed.h"

#include <algorithm>
#include <unordered_set>

#include "app/intake.h"
#include "engine/asked.h"
#include "engine/render.h"
#include "engine/wording.h"
#include "policy/may_send.h"
#include "text/digest.h"
#include "text/segment.h"

namespace smsflow {
namespace {

// Of the evidence, what people look for.
std::string told_by(const Permission& permission) {
  for (const std::string_view wanted : {"look", "consent", "opted_out_at", "class"}) {
    for (const auto& [name_of, value] : permission.evidence) {
      if (name_of == wanted) return value;
    }
  }
  return {};
}

class Planner {
 public:
  Planner(const Workflow& workflow, const Carriers& carriers, ReadTransaction& log,
          RecordReader& reader, Instant now, Instant looked_at, std::size_t texts_wanted,
          PlanSummary& summary)
      : workflow_(workflow),
        log_(log),
        reader_(reader),
        now_(now),
        looked_at_(looked_at),
        texts_wanted_(texts_wanted),
        summary_(summary) {
    const std::optional<Route> route = carriers.route({}, workflow.sender, {});
    has_route_ = route.has_value();
    if (route) cut_ = route->provider->cut();
  }

  void take(const RecordSnapshot& record);
  // A row that was taken, and another of its key that differs.
  void withdraw(const std::string& key) { withdrawn_.insert(hash64(key)); }
  // Takes back what was withdrawn.
  void finish();

 private:
  // A row with a text, by its key.
  struct Texted {
    std::uint64_t key;
    int segments;
    bool is_now;
  };
  void blocked(const RecordSnapshot& record, std::string_view reason, std::string detail = {}) {
    summary_.blocked[std::string(reason)] += 1;
    summary_.untexted.add(record.key, reason, std::move(detail));
  }
  void blocked(const RecordSnapshot& record, BlockReason reason, std::string detail = {}) {
    blocked(record, name(reason), std::move(detail));
  }
  void add(const Texted& text, int sign);
  bool asked_already(const RecordSnapshot& record);
  bool knows_newer(const RecordSnapshot& record);
  bool is_older(const RecordSnapshot& record);
  SendQuestion question(const RecordSnapshot& record, const Contact& contact, Instant due);
  void count(const RecordSnapshot& record, Instant due);

  const Workflow& workflow_;
  ReadTransaction& log_;
  RecordReader& reader_;
  Instant now_;
  Instant looked_at_;
  std::size_t texts_wanted_;
  PlanSummary& summary_;
  bool has_route_ = false;
  Cut cut_ = Cut::kUnit;
  std::map<std::string, std::optional<LookTaken>, std::less<>> latest_;
  std::vector<Texted> texted_;
  std::unordered_set<std::uint64_t> withdrawn_;
};

bool Planner::asked_already(const RecordSnapshot& record) {
  const std::optional<SeenRecord> seen = log_.record_seen(record.workflow, record.key);
  if (!seen) return false;
  if (seen->hash.empty() && (!record.at || *record.at <= now_)) return true;  // erased
  const auto conversation = log_.conversation(conversation_id(record.workflow, record.key));
  const bool staged = !workflow_.trigger.stages.empty();
  if (!conversation) return false;
  if (told_about(log_.intents_of(conversation->id), record.start, record.at)) return true;
  if (staged && conversation->record.start != record.start) return false;
  const bool ahead = record.at && *record.at > now_;
  const bool moved = record.at != conversation->record.at;
  if (moved && (ahead || workflow_.trigger.stages.empty())) return false;
  const auto asked = log_.intent(conversation->ask_intent);
  return conversation->status == ConversationStatus::kEnded ||
         conversation->status == ConversationStatus::kOwned ||
         (asked && asked->state != IntentState::kPlanned);
}

bool Planner::knows_newer(const RecordSnapshot& record) {
  if (record.version.empty()) return false;
  const std::optional<SeenRecord> seen = log_.record_seen(record.workflow, record.key);
  return seen && is_older_version(record.version, seen->version);
}

// What was looked at before was written later, or the row's own system told of it since.
bool Planner::is_older(const RecordSnapshot& record) {
  const auto [place, fresh] = latest_.try_emplace(record.scope);
  if (fresh) place->second = log_.look(record.workflow, record.scope);
  const std::optional<LookTaken>& latest = place->second;
  if (!latest || latest->at <= looked_at_) return false;
  summary_.look.older += 1;
  name_key(summary_.look.keys.older, record.key);
  summary_.look.latest = std::max(summary_.look.latest.value_or(latest->at), latest->at);
  return true;
}

SendQuestion Planner::question(const RecordSnapshot& record, const Contact& contact, Instant due) {
  SendQuestion ask{.kind = SendKind::kProactive,
                   .message_class = workflow_.message_class,
                   .purpose = workflow_.purpose,
                   .contact = &contact,
                   .record_consent = record.consent,
                   .record_eligible = record.eligible,
                   // The look is as old as it is now: before a later text there are later looks.
                   .record_seen_at = due - (now_ - looked_at_),
                   .fresh = workflow_.record.fresh.value_or(kFreshByDefault),
                   .window = kFederalWindow,
                   .expires = record.expires,
                   .now = due};
  if (const auto zone = Zone::find(record.zone)) ask.zones.push_back(*zone);
  return ask;
}

void Planner::take(const RecordSnapshot& record) {
  if (record.vanished) return blocked(record, BlockReason::kVoid, "deleted");
  if (is_older(record)) return blocked(record, BlockReason::kNotSeen, "from an older export");
  if (knows_newer(record)) return blocked(record, BlockReason::kVoid, "a newer version is known");
  const Instant moment = record.at.value_or(now_);
  if (!record.eligible) return blocked(record, BlockReason::kVoid, reader_.unmet(record, now_));
  if (!record.begins && !log_.conversation(conversation_id(record.workflow, record.key))) {
    return blocked(record, BlockReason::kVoid, "its stage begins no conversation");
  }
  if (record.expires && now_ >= *record.expires) {
    return blocked(record, BlockReason::kStale, "expired at " + format_rfc3339(*record.expires));
  }
  if (asked_already(record)) return blocked(record, "already_asked");
  if (moment < now_ && workflow_.trigger.late == LatePolicy::kSkip) {
    return blocked(record, BlockReason::kSkippedLate, "was due at " + format_rfc3339(moment));
  }
  if (!has_route_) return blocked(record, BlockReason::kNoSender);
  const Contact contact = log_.contact(*record.phone).value_or(Contact{.phone = *record.phone});
  Instant due = std::max(moment, now_);
  Permission permission = may_send(question(record, contact, due));
  if (permission.reason == BlockReason::kQuietHours && permission.later) {
    due = *permission.later;
    permission = may_send(question(record, contact, due));
  }
  if (!permission.granted()) {
    return blocked(record, permission.reason, told_by(permission));
  }
  count(record, due);
}

void Planner::count(const RecordSnapshot& record, Instant due) {
  const State* start =
      workflow_.find(record.start.empty() ? workflow_.trigger.start : record.start);
  const std::string id = conversation_id(record.workflow, record.key);
  const Wording* wording =
      start ? choose_wording(start->say, record.language, id + start->name + ".say") : nullptr;
  if (!wording) return blocked(record, BlockReason::kMissingField, "its stage says nothing");
  const Rendered rendered =
      render_text(wording->text.source, record, workflow_.brand, wording->language, due);
  if (!rendered.missing.empty()) {
    return blocked(record, BlockReason::kMissingField, "no value for {" + rendered.missing + "}");
  }
  const int segments = segment(rendered.text, cut_).segments;
  texted_.push_back({hash64(record.key), segments, due <= now_});
  add(texted_.back(), 1);
  if (summary_.first_texts.size() < texts_wanted_) {
    summary_.first_texts.push_back(
        {record.key, record.zone, record.phone->e164(), rendered.text, due, segments});
  }
}

void Planner::add(const Texted& text, int sign) {
  (text.is_now ? summary_.now : summary_.later) += sign;
  (text.is_now ? summary_.segments_now : summary_.segments_later) += sign * text.segments;
}

void Planner::finish() {
  if (withdrawn_.empty()) return;
  const auto stands = [&](const std::string& key) { return !withdrawn_.contains(hash64(key)); };
  for (const Texted& text : texted_) {
    if (withdrawn_.contains(text.key)) add(text, -1);
  }
  for (const auto& [reason, count] : summary_.untexted.keep(stands)) {
    if ((summary_.blocked[reason] -= count) == 0) summary_.blocked.erase(reason);
  }
  std::erase_if(summary_.first_texts, [&](const PlannedText& text) { return !stands(text.key); });
}

}  // namespace

void reject(PlanSummary& summary, RowFault fault) {
  if (fault.withdrawn > 0) reject(summary, withdrawn_row(fault));
  summary.rejected[fault.reason] += 1;
  if (summary.faults.size() < kMaxFaultsKept) summary.faults.push_back(std::move(fault));
}

void name_key(std::vector<std::string>& keys, const std::string& key) {
  if (keys.size() < kKeysNamed) keys.push_back(key);
}

// Who is missing, as a live run would find it.
static void plan_missing(const Look& look, const RecordReader& reader, ReadTransaction& log,
                         Instant now, PlanSummary& summary) {
  const auto held = [&](const std::string& key, std::string_view why) {
    summary.untexted.add(key, name(BlockReason::kNotSeen), std::string(why));
  };
  const std::vector<Absence> unreadable = judge_unreadable(log, look, reader, now);
  count_unreadable(unreadable, summary.look);
  for (const Absence& row : unreadable) held(row.key, "its row cannot be read");
  for (const auto& [scope, missing] : judge_missing(log, look, reader, now)) {
    count_missing(missing, summary.look);
    for (const std::string& key : missing.doubted) held(key, "missing from the records, in doubt");
    for (const Absence& row : missing.rows) {
      if (row.standing == RecordStanding::kMissing) held(row.key, "missing from the records");
      if (row.standing != RecordStanding::kGone) continue;
      summary.untexted.add(row.key, name(BlockReason::kVoid), "missing from the records");
    }
  }
}

PlanSummary plan_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         const Carriers& carriers, ReadTransaction& log, Instant now,
                         const LookOptions& options, std::size_t texts_wanted,
                         const Progress& progress) {
  PlanSummary summary;
  summary.look.at = options.at;
  const std::unique_ptr<RecordReader> reader = programs.reader(workflow);
  Planner planner(workflow, carriers, log, *reader, now, options.at, texts_wanted, summary);
  Look look(workflow, options.at);
  if (options.accept_missing) look.accept();
  require_parts(source, workflow);
  Row row;
  while (source.next(row)) {
    summary.rows += 1;
    RecordReader::Outcome outcome = reader->read(row, now);
    if (auto* record = std::get_if<RecordSnapshot>(&outcome)) {
      const std::string other = programs.renamed(log).asked_as(log, record->workflow, record->key);
      if (!other.empty()) throw would_ask_again(workflow, other);
      look.add(*record);
      planner.take(*record);
    } else if (auto* fault = std::get_if<RowFault>(&outcome)) {
      look.refuse(*fault);
      if (fault->withdrawn > 0) planner.withdraw(fault->key);
      reject(summary, std::move(*fault));
    } else {
      summary.repeated += 1;
    }
    if (progress && summary.rows % kRowsPerProgress == 0) progress(summary.rows);
  }
  require_header(source, workflow, summary.rows);
  if (!source.is_whole()) look.doubt();
  planner.finish();
  plan_missing(look, *reader, log, now, summary);
  summary.unspoken = reader->unspoken();
  return summary;
}

}  // namespace smsflow
