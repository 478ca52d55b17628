#include "app/plan.h"

#include <algorithm>

#include "app/receive.h"
#include "engine/render.h"
#include "engine/wording.h"
#include "policy/may_send.h"
#include "text/segment.h"

namespace smsflow {
namespace {

constexpr int kRowsPerTransaction = 1000;
constexpr int kRowsPerProgress = 2000;
void reject(PlanSummary& summary, RowFault fault) {
  summary.rejected[fault.reason] += 1;
  if (summary.faults.size() < kMaxFaultsKept) summary.faults.push_back(std::move(fault));
}

class Planner {
 public:
  Planner(const Workflow& workflow, const Carriers& carriers, ReadTransaction& log, Instant now,
          std::size_t texts_wanted, PlanSummary& summary)
      : workflow_(workflow), log_(log), now_(now), texts_wanted_(texts_wanted), summary_(summary) {
    const std::optional<Route> route = carriers.route({}, workflow.sender, {});
    has_route_ = route.has_value();
    if (route) cut_ = route->provider->cut();
  }

  void take(const RecordSnapshot& record);

 private:
  void blocked(std::string_view reason) { summary_.blocked[std::string(reason)] += 1; }
  bool asked_already(const RecordSnapshot& record);
  SendQuestion question(const RecordSnapshot& record, const Contact& contact, Instant due);
  void count(const RecordSnapshot& record, Instant due);

  const Workflow& workflow_;
  ReadTransaction& log_;
  Instant now_;
  std::size_t texts_wanted_;
  PlanSummary& summary_;
  bool has_route_ = false;
  Cut cut_ = Cut::kUnit;
};

bool Planner::asked_already(const RecordSnapshot& record) {
  const std::optional<SeenRecord> seen = log_.record_seen(record.workflow, record.key);
  if (!seen) return false;
  if (seen->hash.empty() && (!record.at || *record.at <= now_)) return true;  // erased
  const auto conversation = log_.conversation(conversation_id(record.workflow, record.key));
  if (!conversation || conversation->record.start != record.start) return false;
  const bool ahead = record.at && *record.at > now_;
  const bool moved = record.at != conversation->record.at;
  if (moved && (ahead || workflow_.trigger.stages.empty())) return false;
  const auto asked = log_.intent(conversation->ask_intent);
  return conversation->status == ConversationStatus::kEnded ||
         conversation->status == ConversationStatus::kOwned ||
         (asked && asked->state != IntentState::kPlanned);
}

SendQuestion Planner::question(const RecordSnapshot& record, const Contact& contact, Instant due) {
  SendQuestion ask{.kind = SendKind::kProactive,
                   .message_class = workflow_.message_class,
                   .purpose = workflow_.purpose,
                   .contact = &contact,
                   .record_consent = record.consent,
                   .record_eligible = record.eligible,
                   .window = kFederalWindow,
                   .expires = record.expires,
                   .now = due};
  if (const auto zone = Zone::find(record.zone)) ask.zones.push_back(*zone);
  return ask;
}

void Planner::take(const RecordSnapshot& record) {
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

PlanSummary plan_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         const Carriers& carriers, ReadTransaction& log, Instant now,
                         std::size_t texts_wanted, const Progress& progress) {
  PlanSummary summary;
  const std::unique_ptr<RecordReader> reader = programs.reader(workflow);
  Planner planner(workflow, carriers, log, now, texts_wanted, summary);
  Row row;
  while (source.next(row)) {
    summary.rows += 1;
    RecordReader::Outcome outcome = reader->read(row, now);
    if (auto* record = std::get_if<RecordSnapshot>(&outcome)) {
      planner.take(*record);
    } else if (auto* fault = std::get_if<RowFault>(&outcome)) {
      reject(summary, std::move(*fault));
    } else {
      summary.repeated += 1;
    }
    if (progress && summary.rows % kRowsPerProgress == 0) progress(summary.rows);
  }
  return summary;
}

PlanSummary take_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         Log& store, Duration horizon, Instant now, const Progress& progress) {
  PlanSummary summary;
  const std::unique_ptr<RecordReader> reader = programs.reader(workflow);
  std::vector<RecordSnapshot> batch;
  const auto flush = [&] {
    if (batch.empty()) return;
    const std::unique_ptr<Transaction> log = store.write(now);
    programs.keep_revisions(*log);
    bool news = false;
    for (const RecordSnapshot& record : batch) {
      const Received received = receive(*log, programs, record, horizon, now);
      news = news || (!received.repeat && received.handled != "not_yet");
    }
    if (news) log->commit();
    batch.clear();
  };
  Row row;
  while (source.next(row)) {
    summary.rows += 1;
    RecordReader::Outcome outcome = reader->read(row, now);
    if (auto* record = std::get_if<RecordSnapshot>(&outcome)) {
      batch.push_back(std::move(*record));
      if (batch.size() >= kRowsPerTransaction) flush();
    } else if (auto* fault = std::get_if<RowFault>(&outcome)) {
      reject(summary, std::move(*fault));
    } else {
      summary.repeated += 1;
    }
    if (progress && summary.rows % kRowsPerProgress == 0) progress(summary.rows);
  }
  flush();
  return summary;
}

}  // namespace smsflow
