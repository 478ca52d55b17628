#include "app/look.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace smsflow {
namespace {

bool is_open(const std::optional<Conversation>& known) {
  return known && (known->status == ConversationStatus::kWaiting ||
                   known->status == ConversationStatus::kOpen);
}

// Of rows that were read before looks were kept the log does not know when they are over.
bool is_over(const SeenRecord& seen, const std::optional<Conversation>& known, Instant now) {
  if (seen.over_at || !known) return false;
  return known->record.expires && *known->record.expires <= now;
}

// A row is a matter of this look when it belongs to the part and was known before it was written.
bool concerns(const SeenRecord& seen, const Look& look, const Look::Part& part) {
  return seen.scope == part.scope && seen.seen_at <= look.at();
}

class Absentees {
 public:
  Absentees(ReadTransaction& log, const Look& look, const Look::Part& part,
            const RecordReader& reader, Instant now)
      : log_(log), look_(look), part_(part), reader_(reader), now_(now) {}

  Missing run();

 private:
  struct Row {
    std::string key;
    RecordStanding was;
    bool open;
  };

  void find_absent();
  void count_open();
  RecordStanding standing_of(const Row& row) const;
  bool is_counted(RecordStanding was) const {
    return was != RecordStanding::kMissing || spec().export_kind == ExportKind::kComplete;
  }
  const RecordSpec& spec() const { return look_.workflow().record; }
  std::optional<Conversation> conversation(std::string_view key) {
    return log_.conversation(conversation_id(look_.workflow().log_name(), key));
  }

  ReadTransaction& log_;
  const Look& look_;
  const Look::Part& part_;
  const RecordReader& reader_;
  Instant now_;
  Missing missing_;
  bool too_many_ = false;
  std::vector<Row> absent_;
};

void Absentees::find_absent() {
  log_.each_expected(look_.workflow().log_name(), now_,
                     [&](const std::string& key, const SeenRecord& seen) {
                       if (!concerns(seen, look_, part_)) return;
                       if (reader_.sight(key) != RecordReader::Sight::kNever) return;
                       const std::optional<Conversation> known = conversation(key);
                       if (!is_over(seen, known, now_))
                         absent_.push_back({key, seen.standing, is_open(known)});
                     });
}

// How many questions there are that the export should know of: as many as it takes to tell.
void Absentees::count_open() {
  log_.each_expected(look_.workflow().log_name(), now_,
                     [&](const std::string& key, const SeenRecord& seen) {
                       if (!concerns(seen, look_, part_) || !is_counted(seen.standing)) return;
                       const std::optional<Conversation> known = conversation(key);
                       if (is_open(known) && !is_over(seen, known, now_)) missing_.open += 1;
                     });
}

RecordStanding Absentees::standing_of(const Row& row) const {
  if (look_.is_accepted()) return RecordStanding::kGone;
  if (row.open && too_many_ && is_counted(row.was)) return RecordStanding::kDoubted;
  if (spec().export_kind != ExportKind::kComplete) return RecordStanding::kMissing;
  const bool doubtful = look_.is_doubtful() || too_many_;
  return doubtful ? RecordStanding::kDoubted : RecordStanding::kGone;
}

Missing Absentees::run() {
  find_absent();
  std::int64_t counted = 0;
  for (const Row& row : absent_) {
    counted += row.open && is_counted(row.was) ? 1 : 0;
  }
  if (counted >= kManyMissing && !look_.is_accepted()) {
    count_open();
    too_many_ = 2 * counted > missing_.open;
  }
  for (const Row& row : absent_) {
    const RecordStanding standing = standing_of(row);
    if (standing == RecordStanding::kDoubted) {
      missing_.doubted.push_back(row.key);
      missing_.doubted_open += row.open && is_counted(row.was) ? 1 : 0;
    }
    // A settled absence is not told twice; one that was doubted settles when it is no longer.
    if (standing != row.was) missing_.rows.push_back({row.key, standing, row.open});
  }
  missing_.absent = static_cast<std::int64_t>(absent_.size());
  return std::move(missing_);
}

}  // namespace

Look::Look(const Workflow& workflow, Instant at) : workflow_(workflow), at_(at) {
  // Without parts a source speaks for all its rows, also when there are none.
  if (workflow.record.scope.empty()) parts_[""];
}

void Look::add(const RecordSnapshot& record) {
  Part& part = parts_[record.scope];
  part.scope = record.scope;
  part.rows += 1;
  std::uint64_t hash = 0;
  std::from_chars(record.hash.data(),
                  record.hash.data() + std::min<std::size_t>(16, record.hash.size()), hash, 16);
  part.content += hash;
}

// A row without a key may be anybody's.
void Look::refuse(const RowFault& fault) {
  doubtful_ = doubtful_ || fault.key.empty();
}

LookTaken Look::taken(const Part& part, std::int64_t missing) const {
  return {.workflow = workflow_.log_name(),
          .scope = part.scope,
          .at = at_,
          .rows = part.rows,
          .missing = missing,
          .digest = fmt::format("{:016x}", part.content)};
}

Missing judge_missing(ReadTransaction& log, const Look& look, const Look::Part& part,
                      const RecordReader& reader, Instant now) {
  if (look.workflow().record.export_kind == ExportKind::kChanges) return {};
  return Absentees(log, look, part, reader, now).run();
}

std::vector<Absence> judge_unreadable(ReadTransaction& log, const Look& look,
                                      const RecordReader& reader, Instant now) {
  std::vector<Absence> rows;
  const std::string& workflow = look.workflow().log_name();
  log.each_expected(workflow, now, [&](const std::string& key, const SeenRecord& seen) {
    if (seen.seen_at > look.at() || seen.standing == RecordStanding::kRejected) return;
    if (reader.sight(key) != RecordReader::Sight::kRejected) return;
    const std::optional<LookTaken> latest = log.look(workflow, seen.scope);
    if (latest && latest->at > look.at()) return;
    rows.push_back({key, RecordStanding::kRejected, false});
  });
  return rows;
}

Instant look_moment(const std::optional<Instant>& written_at, Instant now, Instant real_now) {
  if (!written_at || *written_at > now) return now;
  if (now == real_now || *written_at > real_now) return *written_at;
  // Whole hours: the same file read again soon after is as old as it was.
  const Duration real_age = std::chrono::floor<std::chrono::hours>(real_now - *written_at);
  return now - std::min<Duration>(now - *written_at, real_age);
}

}  // namespace smsflow
