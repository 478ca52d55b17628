#include "app/plan.h"

#include "app/renamed.h"

#include <algorithm>

#include "app/intake.h"
#include "engine/render.h"
#include "engine/wording.h"
#include "policy/may_send.h"
#include "text/segment.h"

namespace smsflow {
namespace {

class Planner {
 public:
  Planner(const Workflow& workflow, const Carriers& carriers, ReadTransaction& log, Instant now,
          Instant looked_at, std::size_t texts_wanted, PlanSummary& summary)
      : workflow_(workflow),
        log_(log),
        now_(now),
        looked_at_(looked_at),
        texts_wanted_(texts_wanted),
        summary_(summary) {
    const std::optional<Route> route = carriers.route({}, workflow.sender, {});
    has_route_ = route.has_value();
    if (route) cut_ = route->provider->cut();
  }

  void take(const RecordSnapshot& record);

 private:
  void blocked(std::string_view reason) { summary_.blocked[std::string(reason)] += 1; }
  bool asked_already(const RecordSnapshot& record);
  bool is_older(const RecordSnapshot& record);
  SendQuestion question(const RecordSnapshot& record, const Contact& contact, Instant due);
  void count(const RecordSnapshot& record, Instant due);

  const Workflow& workflow_;
  ReadTransaction& log_;
  Instant now_;
  Instant looked_at_;
  std::size_t texts_wanted_;
  PlanSummary& summary_;
  bool has_route_ = false;
  Cut cut_ = Cut::kUnit;
  std::map<std::string, std::optional<LookTaken>, std::less<>> latest_;
};

bool Planner::asked_already(const RecordSnapshot& record) {
  const std::optional<SeenRecord> seen = log_.record_seen(record.workflow, record.key);
  if (!seen) return false;
  if (seen->hash.empty() && (!record.at || *record.at <= now_)) return true;  // erased
  const auto conversation = log_.conversation(conversation_id(record.workflow, record.key));
  const bool staged = !workflow_.trigger.stages.empty();
  if (!conversation || (staged && conversation->record.start != record.start)) return false;
  const bool ahead = record.at && *record.at > now_;
  const bool moved = record.at != conversation->record.at;
  if (moved && (ahead || workflow_.trigger.stages.empty())) return false;
  const auto asked = log_.intent(conversation->ask_intent);
  return conversation->status == ConversationStatus::kEnded ||
         conversation->status == ConversationStatus::kOwned ||
         (asked && asked->state != IntentState::kPlanned);
}

// What was looked at before was written later, or the row's own system told of it since.
bool Planner::is_older(const RecordSnapshot& record) {
  const auto [place, fresh] = latest_.try_emplace(record.scope);
  if (fresh) place->second = log_.look(record.workflow, record.scope);
  const std::optional<LookTaken>& latest = place->second;
  if (!latest || latest->at <= looked_at_) return false;
  summary_.look.older += 1;
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
  if (record.vanished || is_older(record)) {
    return blocked(name(record.vanished ? BlockReason::kVoid : BlockReason::kNotSeen));
  }
  const Instant moment = record.at.value_or(now_);
  const bool begins =
      record.begins || log_.conversation(conversation_id(record.workflow, record.key));
  if (!record.eligible || !begins) return blocked(name(BlockReason::kVoid));
  if (record.expires && now_ >= *record.expires) return blocked(name(BlockReason::kStale));
  if (asked_already(record)) return blocked("already_asked");
  if (moment < now_ && workflow_.trigger.late == LatePolicy::kSkip) {
    return blocked(name(BlockReason::kSkippedLate));
  }
  if (!has_route_) return blocked(name(BlockReason::kNoSender));
  const Contact contact = log_.contact(*record.phone).value_or(Contact{.phone = *record.phone});
  Instant due = std::max(moment, now_);
  Permission permission = may_send(question(record, contact, due));
  if (permission.reason == BlockReason::kQuietHours && permission.later) {
    due = *permission.later;
    permission = may_send(question(record, contact, due));
  }
  if (!permission.granted()) return blocked(name(permission.reason));
  count(record, due);
}

void Planner::count(const RecordSnapshot& record, Instant due) {
  const State* start =
      workflow_.find(record.start.empty() ? workflow_.trigger.start : record.start);
  const std::string id = conversation_id(record.workflow, record.key);
  const Wording* wording =
      start ? choose_wording(start->say, record.language, id + start->name + ".say") : nullptr;
  if (!wording) return blocked(name(BlockReason::kMissingField));
  const Rendered rendered =
      render_text(wording->text.source, record, workflow_.brand, wording->language, due);
  if (!rendered.missing.empty()) return blocked(name(BlockReason::kMissingField));
  const int segments = segment(rendered.text, cut_).segments;
  const bool is_now = due <= now_;
  (is_now ? summary_.now : summary_.later) += 1;
  (is_now ? summary_.segments_now : summary_.segments_later) += segments;
  if (summary_.first_texts.size() < texts_wanted_) {
    summary_.first_texts.push_back({record.phone->e164(), rendered.text, due, segments});
  }
}

}  // namespace

void reject(PlanSummary& summary, RowFault fault) {
  if (fault.withdrawn > 0) reject(summary, withdrawn_row(fault));
  summary.rejected[fault.reason] += 1;
  if (summary.faults.size() < kMaxFaultsKept) summary.faults.push_back(std::move(fault));
}

// Who is missing, as a live run would find it.
static void plan_missing(const Look& look, const RecordReader& reader, ReadTransaction& log,
                         Instant now, LookSummary& summary) {
  summary.unreadable += std::ssize(judge_unreadable(log, look, reader, now));
  for (const auto& [scope, part] : look.parts()) {
    const std::optional<LookTaken> latest = log.look(look.workflow().log_name(), part.scope);
    if (latest && latest->at > look.at()) continue;
    count_missing(judge_missing(log, look, part, reader, now), summary);
  }
}

PlanSummary plan_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         const Carriers& carriers, ReadTransaction& log, Instant now,
                         const LookOptions& options, std::size_t texts_wanted,
                         const Progress& progress) {
  PlanSummary summary;
  summary.look.at = options.at;
  const std::unique_ptr<RecordReader> reader = programs.reader(workflow);
  Planner planner(workflow, carriers, log, now, options.at, texts_wanted, summary);
  Look look(workflow, options.at);
  if (options.accept_missing) look.accept();
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
      reject(summary, std::move(*fault));
    } else {
      summary.repeated += 1;
    }
    if (progress && summary.rows % kRowsPerProgress == 0) progress(summary.rows);
  }
  require_key_column(source, workflow, summary.rows);
  if (!source.is_whole()) look.doubt();
  plan_missing(look, *reader, log, now, summary.look);
  return summary;
}

}  // namespace smsflow
