#include "app/intake.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/renamed.h"
#include "app/slice.h"
#include "app/standing.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kRowsPerTransaction = 1000;

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

class Intake {
 public:
  Intake(RecordSource& source, Programs& programs, const Workflow& workflow, RecordReader& reader,
         Book& book, Duration horizon, Instant now, const LookOptions& options)
      : source_(source),
        programs_(programs),
        reader_(reader),
        book_(book),
        horizon_(horizon),
        now_(now),
        look_(workflow, options.at) {
    summary_.look.at = options.at;
    if (options.accept_missing) look_.accept();
    if (book.is_imagined()) look_.imagine();
  }

  PlanSummary run(const Progress& progress);

 private:
  void row(const Row& row);
  void refuse(RowFault fault);
  void flush();
  bool take(Transaction& log, const RecordSnapshot& record);
  void finish();
  void take(const std::vector<Absence>& rows, const std::optional<LookTaken>& last);
  // The latest look at a part, as it was before this one.
  const std::optional<LookTaken>& latest(ReadTransaction& log, const std::string& scope);
  bool is_older(ReadTransaction& log, const std::string& scope);

  RecordSource& source_;
  Programs& programs_;
  RecordReader& reader_;
  Book& book_;
  Duration horizon_;
  Instant now_;
  Look look_;
  std::vector<RecordSnapshot> batch_;
  std::map<std::string, std::optional<LookTaken>> latest_;
  PlanSummary summary_;
};

PlanSummary Intake::run(const Progress& progress) {
  require_parts(source_, look_.workflow());
  book_.read([&](ReadTransaction& view) {
    require_not_asked(source_, view, programs_.renamed(view), look_.workflow());
  });
  Row next;
  while (source_.next(next)) {
    row(next);
    if (progress && summary_.rows % kRowsPerProgress == 0) progress(summary_.rows);
  }
  require_header(source_, look_.workflow(), summary_.rows);
  flush();
  finish();
  summary_.unspoken = reader_.unspoken();
  return std::move(summary_);
}

void Intake::row(const Row& row) {
  summary_.rows += 1;
  RecordReader::Outcome outcome = reader_.read(row, now_);
  if (auto* record = std::get_if<RecordSnapshot>(&outcome)) {
    record->seen_at = look_.at();
    look_.add(*record);
    batch_.push_back(std::move(*record));
    if (batch_.size() >= kRowsPerTransaction) flush();
  } else if (auto* fault = std::get_if<RowFault>(&outcome)) {
    refuse(std::move(*fault));
  } else {
    summary_.repeated += 1;
  }
}

// What went to the book already is held at the end like other rows that cannot be told.
void Intake::refuse(RowFault fault) {
  look_.refuse(fault);
  const auto is_it = [&](const RecordSnapshot& one) { return one.key == fault.key; };
  if (fault.withdrawn > 0 && std::erase_if(batch_, is_it) == 0) book_.withdrew(fault.key);
  reject(summary_, std::move(fault));
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

// True when it is news.
bool Intake::take(Transaction& log, const RecordSnapshot& record) {
  if (is_older(log, record.scope)) {
    summary_.look.older += 1;
    name_key(summary_.look.keys.older, record.key);
    book_.took(record, {.repeat = true, .handled = std::string(kOfOlderExport)});
    return false;
  }
  const Received received = receive(log, programs_, record, horizon_, now_);
  if (received.handled == kRenamed) throw would_ask_again(look_.workflow(), received.reason);
  summary_.look.returned += received.handled == "returned" ? 1 : 0;
  if (book_.took(record, received)) look_.add_open(record.scope);
  return !received.repeat && received.handled != "not_yet";
}

void Intake::flush() {
  if (batch_.empty()) return;
  for (std::size_t done = 0; done < batch_.size();) {
    book_.write([&](Transaction& log) {
      const Slice slice(kTurnAtLog);
      programs_.keep_revisions(log);
      bool news = false;
      do {
        news |= take(log, batch_[done]);
      } while (++done < batch_.size() && !slice.is_over());
      return news;
    });
  }
  batch_.clear();
}

void Intake::finish() {
  if (!source_.is_whole()) look_.doubt();
  std::vector<Absence> unreadable;
  if (!summary_.rejected.empty()) {
    book_.read(
        [&](ReadTransaction& view) { unreadable = unreadable_rows(view, look_, reader_, now_); });
  }
  count_unreadable(unreadable, summary_.look);
  for (const Absence& row : unreadable) book_.missed(row.key, row.standing);
  take(unreadable, {});
  std::map<std::string, Missing> missing;
  book_.read([&](ReadTransaction& view) {
    for (const auto& [scope, part] : look_.parts()) is_older(view, scope);
    missing = missing_rows(view, look_, reader_, now_);
  });
  for (const auto& [scope, one] : missing) {
    count_missing(one, summary_.look);
    for (const std::string& key : one.doubted) book_.missed(key, RecordStanding::kDoubted);
    for (const Absence& row : one.rows) {
      if (row.standing != RecordStanding::kDoubted) book_.missed(row.key, row.standing);
    }
    std::optional<LookTaken> taken;
    if (const auto part = look_.parts().find(scope); part != look_.parts().end()) {
      taken = look_.taken(part->second, one.absent);
      if (latest_.at(scope) == taken) taken.reset();  // nothing to tell
    }
    take(one.rows, taken);
  }
}

void Intake::take(const std::vector<Absence>& rows, const std::optional<LookTaken>& last) {
  for (std::size_t done = 0; done < rows.size() || (last && done == 0);) {
    book_.write([&](Transaction& log) {
      const Slice slice(kTurnAtLog);
      programs_.keep_revisions(log);
      const std::size_t end = std::min(done + kRowsPerTransaction, rows.size());
      for (; done < end && !slice.is_over(); ++done) {
        take_absence(log, programs_, look_, rows[done], reader_, horizon_, now_);
      }
      // A look counts once all it says is written.
      if (last && done == rows.size()) log.write(*last);
      return true;
    });
    if (done == rows.size()) return;
  }
}

// A slice is a transaction.
class LogBook final : public Book {
 public:
  LogBook(Log& log, Instant now) : log_(log), now_(now) {}

  void write(const std::function<bool(Transaction&)>& use) override {
    const std::unique_ptr<Transaction> log = log_.write(now_);
    if (use(*log)) log->commit();
  }
  void read(const std::function<void(ReadTransaction&)>& use) override { use(*log_.read()); }

 private:
  Log& log_;
  Instant now_;
};

}  // namespace

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
                         RecordReader& reader, Book& book, Duration horizon, Instant now,
                         const LookOptions& look, const Progress& progress) {
  return Intake(source, programs, workflow, reader, book, horizon, now, look).run(progress);
}

PlanSummary take_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         Log& log, Duration horizon, Instant now, const LookOptions& look,
                         const Progress& progress) {
  const std::unique_ptr<RecordReader> reader = programs.reader(workflow);
  LogBook book(log, now);
  return take_records(source, programs, workflow, *reader, book, horizon, now, look, progress);
}

}  // namespace smsflow
