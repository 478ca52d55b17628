#include "app/intake.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/receive.h"
#include "app/renamed.h"
#include "app/slice.h"
#include "app/standing.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kRowsPerTransaction = 1000;

class Intake {
 public:
  Intake(RecordSource& source, Programs& programs, const Workflow& workflow, Log& log,
         Duration horizon, Instant now, const LookOptions& options)
      : source_(source),
        programs_(programs),
        log_(log),
        horizon_(horizon),
        now_(now),
        look_(workflow, options.at),
        reader_(programs.reader(workflow)) {
    summary_.look.at = options.at;
    if (options.accept_missing) look_.accept();
  }

  PlanSummary run(const Progress& progress);

 private:
  void row(const Row& row);
  using Batch = std::vector<RecordSnapshot>;
  void flush();
  Batch::const_iterator flush(Batch::const_iterator next);
  void finish();
  void hold_unreadable();
  void take(const std::string& scope, const Missing& missing);
  // The latest look at a part, as it was before this one.
  const std::optional<LookTaken>& latest(ReadTransaction& log, const std::string& scope);
  bool is_older(ReadTransaction& log, const std::string& scope);

  RecordSource& source_;
  Programs& programs_;
  Log& log_;
  Duration horizon_;
  Instant now_;
  Look look_;
  std::unique_ptr<RecordReader> reader_;
  Batch batch_;
  std::map<std::string, std::optional<LookTaken>> latest_;
  PlanSummary summary_;
};

PlanSummary Intake::run(const Progress& progress) {
  require_parts(source_, look_.workflow());
  {
    const std::unique_ptr<ReadTransaction> view = log_.read();
    require_not_asked(source_, *view, programs_.renamed(*view), look_.workflow());
  }
  Row next;
  while (source_.next(next)) {
    row(next);
    if (progress && summary_.rows % kRowsPerProgress == 0) progress(summary_.rows);
  }
  require_header(source_, look_.workflow(), summary_.rows);
  flush();
  finish();
  return std::move(summary_);
}

void Intake::row(const Row& row) {
  summary_.rows += 1;
  RecordReader::Outcome outcome = reader_->read(row, now_);
  if (auto* record = std::get_if<RecordSnapshot>(&outcome)) {
    record->seen_at = look_.at();
    look_.add(*record);
    batch_.push_back(std::move(*record));
    if (batch_.size() >= kRowsPerTransaction) flush();
  } else if (auto* fault = std::get_if<RowFault>(&outcome)) {
    look_.refuse(*fault);
    // If it went to the log already, the row is held at the end like others that cannot be told.
    if (fault->withdrawn > 0) {
      std::erase_if(batch_, [&](const RecordSnapshot& one) { return one.key == fault->key; });
    }
    reject(summary_, std::move(*fault));
  } else {
    summary_.repeated += 1;
  }
}

const std::optional<LookTaken>& Intake::latest(ReadTransaction& log, const std::string& scope) {
  const auto [place, fresh] = latest_.try_emplace(scope);
  if (fresh) place->second = log.look(look_.workflow().log_name(), scope);
  return place->second;
}

bool Intake::is_older(ReadTransaction& log, const std::string& scope) {
  const std::optional<LookTaken>& before = latest(log, scope);
  if (!before || before->at <= look_.at()) return false;
  summary_.look.latest = std::max(summary_.look.latest.value_or(before->at), before->at);
  return true;
}

void Intake::flush() {
  for (auto next = batch_.cbegin(); next != batch_.cend();) next = flush(next);
  batch_.clear();
}

// As many as may be taken in one transaction, beginning with `next`.
Intake::Batch::const_iterator Intake::flush(Batch::const_iterator next) {
  const std::unique_ptr<Transaction> log = log_.write(now_);
  const Slice slice(kTurnAtLog);
  programs_.keep_revisions(*log);
  bool news = false;
  for (; next != batch_.cend() && !slice.is_over(); ++next) {
    const RecordSnapshot& record = *next;
    if (is_older(*log, record.scope)) {
      summary_.look.older += 1;
      name_key(summary_.look.keys.older, record.key);
      continue;
    }
    const Received received = receive(*log, programs_, record, horizon_, now_);
    if (received.handled == kRenamed) throw would_ask_again(look_.workflow(), received.reason);
    summary_.look.returned += received.handled == "returned" ? 1 : 0;
    news = news || (!received.repeat && received.handled != "not_yet");
  }
  if (news) log->commit();
  return next;
}

void Intake::finish() {
  if (!source_.is_whole()) look_.doubt();
  hold_unreadable();
  std::map<std::string, Missing> missing;
  {
    const std::unique_ptr<ReadTransaction> view = log_.read();
    for (const auto& [scope, part] : look_.parts()) is_older(*view, scope);
    missing = judge_missing(*view, look_, *reader_, now_);
  }
  for (const auto& [scope, one] : missing) take(scope, one);
}

void Intake::hold_unreadable() {
  if (summary_.rejected.empty()) return;
  const std::vector<Absence> rows = judge_unreadable(*log_.read(), look_, *reader_, now_);
  if (rows.empty()) return;
  count_unreadable(rows, summary_.look);
  const std::unique_ptr<Transaction> log = log_.write(now_);
  programs_.keep_revisions(*log);
  for (const Absence& row : rows) {
    take_absence(*log, programs_, look_, row, *reader_, horizon_, now_);
  }
  log->commit();
}

void Intake::take(const std::string& scope, const Missing& missing) {
  count_missing(missing, summary_.look);
  std::optional<LookTaken> taken;
  if (const auto part = look_.parts().find(scope); part != look_.parts().end()) {
    taken = look_.taken(part->second, missing.absent);
  }
  if (missing.rows.empty() && (!taken || latest_.at(scope) == taken)) return;
  for (std::size_t done = 0;;) {
    const std::unique_ptr<Transaction> log = log_.write(now_);
    const Slice slice(kTurnAtLog);
    programs_.keep_revisions(*log);
    const std::size_t end = std::min(done + kRowsPerTransaction, missing.rows.size());
    for (; done < end && !slice.is_over(); ++done) {
      take_absence(*log, programs_, look_, missing.rows[done], *reader_, horizon_, now_);
    }
    // Last: a look counts once all it says is written.
    const bool last = done == missing.rows.size();
    if (last && taken) log->write(*taken);
    log->commit();
    if (last) return;
  }
}

bool has_column(const RecordSource& source, const std::string& name) {
  const std::vector<std::string>* columns = source.columns();
  return columns == nullptr || name.empty() ||
         std::find(columns->begin(), columns->end(), name) != columns->end();
}

// Without one of them no row can be read.
std::vector<std::string> needed_columns(const RecordSpec& record) {
  std::vector<std::string> names = {record.key, record.phone};
  bool has_times = false;
  for (const FieldSpec& field : record.fields) {
    if (field.required) names.push_back(field.name);
    has_times = has_times || field.type == FieldType::kTime;
  }
  if (record.zone_is_field && has_times) names.push_back(record.zone);
  return names;
}

}  // namespace

void count_missing(const Missing& missing, LookSummary& summary) {
  summary.doubted += std::ssize(missing.doubted);
  summary.doubted_open += missing.doubted_open;
  summary.open += missing.open;
  for (const std::string& key : missing.doubted) name_key(summary.keys.doubted, key);
  for (const Absence& absence : missing.rows) {
    if (absence.standing == RecordStanding::kMissing) {
      summary.missing += 1;
      name_key(summary.keys.missing, absence.key);
    } else if (absence.standing == RecordStanding::kGone) {
      summary.gone += 1;
      summary.gone_open += absence.open ? 1 : 0;
      name_key(summary.keys.gone, absence.key);
    }
  }
}

void count_unreadable(const std::vector<Absence>& rows, LookSummary& summary) {
  summary.unreadable += std::ssize(rows);
  for (const Absence& row : rows) name_key(summary.keys.unreadable, row.key);
}

void require_parts(const RecordSource& source, const Workflow& workflow) {
  for (const std::string& name : {workflow.record.scope, workflow.record.deleted}) {
    if (has_column(source, name)) continue;
    throw Error(ErrorKind::kBadInput, fmt::format("the records have no column \"{}\"", name), {},
                fmt::format("[record] {} names it: without it nobody can tell who is {}; nothing "
                            "was read",
                            name == workflow.record.scope ? "scope" : "deleted",
                            name == workflow.record.scope ? "missing" : "gone"));
  }
}

void require_header(const RecordSource& source, const Workflow& workflow, std::int64_t rows) {
  if (rows > 0) return;
  for (const std::string& name : needed_columns(workflow.record)) {
    if (has_column(source, name)) continue;
    throw Error(ErrorKind::kBadInput,
                fmt::format("the records have no rows and no column \"{}\"", name), {},
                "they are no export that this workflow reads; nobody is taken for gone");
  }
}

void take_absence(Transaction& log, Programs& programs, const Look& look, const Absence& absence,
                  RecordReader& reader, Duration horizon, Instant now) {
  const Workflow& workflow = look.workflow();
  const std::optional<SeenRecord> seen = log.record_seen(workflow.log_name(), absence.key);
  if (!seen || seen->seen_at > look.at()) return;  // told of since by itself
  const std::string id = conversation_id(workflow.log_name(), absence.key);
  const std::optional<Conversation> known = log.conversation(id);
  const bool is_gone = absence.standing == RecordStanding::kGone;
  if (is_gone && known && !known->record.hash.empty()) {
    RecordSnapshot last = known->record;
    last.workflow = workflow.log_name();
    last.scope = seen->scope;
    last.over_at = seen->over_at;
    last.posted = false;
    last.vanished = workflow.record.gone.empty();
    if (!last.vanished) last = reader.as_gone(last, now);
    last.seen_at = look.at();
    receive(log, programs, last, horizon, now);
    if (last.vanished) return;
  }
  const Standing before = standing_of(log, workflow.record, workflow.log_name(), absence.key);
  log.write(StandingChanged{.workflow = workflow.log_name(),
                            .key = absence.key,
                            .standing = absence.standing,
                            .scope = seen->scope,
                            .seen_at = is_gone ? look.at() : before.seen_at.value_or(seen->seen_at),
                            .over_at = seen->over_at,
                            .posted = seen->posted,
                            .reason = absence.standing == RecordStanding::kRejected
                                          ? "its row cannot be read"
                                          : "missing from the export",
                            .conversation = known ? id : ""});
}

PlanSummary take_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         Log& log, Duration horizon, Instant now, const LookOptions& look,
                         const Progress& progress) {
  return Intake(source, programs, workflow, log, horizon, now, look).run(progress);
}

}  // namespace smsflow
