#include "app/look.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace smsflow {
namespace {

class Absentees {
 public:
  Absentees(ReadTransaction& log, const Look& look, const RecordReader& reader, Instant now)
      : log_(log), look_(look), reader_(reader), now_(now) {}

  std::map<std::string, Missing> run();

 private:
  struct Row {
    std::string key;
    RecordStanding was;
    bool open;
  };
  // Those of one part of the source.
  struct Group {
    bool in_look = true;  // false: rows that belong to no part of a source that has parts
    std::vector<Row> absent;
    std::int64_t counted = 0;  // of them, with an open question
    std::int64_t open = 0;     // questions about rows that should be there
    bool too_many = false;
  };

  void find_groups();
  Group* group_of(const SeenRecord& seen);
  void find_absent();
  void count_open();
  void doubt();
  RecordStanding standing_of(const Row& row, const Group& group) const;
  Missing missing(const Group& group) const;
  bool is_counted(RecordStanding was) const {
    return was != RecordStanding::kMissing || spec().export_kind == ExportKind::kComplete;
  }
  const RecordSpec& spec() const { return look_.workflow().record; }
  std::optional<Conversation> conversation(std::string_view key) {
    return log_.conversation(conversation_id(look_.workflow().log_name(), key));
  }

  ReadTransaction& log_;
  const Look& look_;
  const RecordReader& reader_;
  Instant now_;
  std::map<std::string, Group, std::less<>> groups_;
};

// A part that was looked at since is not looked at by this one.
void Absentees::find_groups() {
  for (const auto& [scope, part] : look_.parts()) {
    const std::optional<LookTaken> latest = log_.look(look_.workflow().log_name(), scope);
    if (!latest || latest->at <= look_.at()) groups_[scope];
  }
  if (!spec().scope.empty()) groups_[""].in_look = false;
}

// A row is a matter of this look when it belongs to one of its parts and was known before it was
// written. A source without parts speaks for all.
Absentees::Group* Absentees::group_of(const SeenRecord& seen) {
  if (seen.seen_at > look_.at()) return nullptr;
  const auto found = groups_.find(spec().scope.empty() ? "" : seen.scope);
  return found == groups_.end() ? nullptr : &found->second;
}

void Absentees::find_absent() {
  log_.each_expected(look_.workflow().log_name(), now_,
                     [&](const std::string& key, const SeenRecord& seen) {
                       Group* group = group_of(seen);
                       if (group == nullptr) return;
                       if (reader_.sight(key) != RecordReader::Sight::kNever) return;
                       const std::optional<Conversation> known = conversation(key);
                       if (is_over(seen, known, now_)) return;
                       const Row row{key, seen.standing, is_open(known)};
                       group->counted += row.open && is_counted(row.was) ? 1 : 0;
                       group->absent.push_back(row);
                     });
}

// How many questions there are that the export should know of: as many as it takes to tell.
void Absentees::count_open() {
  for (auto& [scope, group] : groups_) {
    if (const auto part = look_.parts().find(scope); part != look_.parts().end()) {
      group.open = part->second.open;
    }
  }
  log_.each_expected(
      look_.workflow().log_name(), now_, [&](const std::string& key, const SeenRecord& seen) {
        Group* group = group_of(seen);
        if (group == nullptr || !is_counted(seen.standing)) return;
        if (look_.is_imagined() && reader_.sight(key) != RecordReader::Sight::kNever) {
          return;  // counted as it was read
        }
        const std::optional<Conversation> known = conversation(key);
        if (is_open(known) && !is_over(seen, known, now_)) group->open += 1;
      });
}

// Too many are missing from a part, or from all of them together: then none is believed.
void Absentees::doubt() {
  const auto sum = [&](std::int64_t Group::*number) {
    std::int64_t total = 0;
    for (const auto& [scope, group] : groups_) total += group.in_look ? group.*number : 0;
    return total;
  };
  if (sum(&Group::counted) < kManyMissing) return;
  count_open();
  const auto is_much = [](std::int64_t counted, std::int64_t open) {
    return counted >= kManyMissing && 2 * counted > open;
  };
  const bool all = is_much(sum(&Group::counted), sum(&Group::open));
  for (auto& [scope, group] : groups_) {
    group.too_many = group.in_look && (all || is_much(group.counted, group.open));
  }
}

RecordStanding Absentees::standing_of(const Row& row, const Group& group) const {
  if (!group.in_look) return RecordStanding::kMissing;  // nobody speaks for it
  if (look_.is_accepted()) return RecordStanding::kGone;
  if (row.open && group.too_many && is_counted(row.was)) return RecordStanding::kDoubted;
  if (spec().export_kind != ExportKind::kComplete) return RecordStanding::kMissing;
  const bool doubtful = look_.is_doubtful() || group.too_many;
  return doubtful ? RecordStanding::kDoubted : RecordStanding::kGone;
}

Missing Absentees::missing(const Group& group) const {
  Missing missing;
  for (const Row& row : group.absent) {
    const RecordStanding standing = standing_of(row, group);
    if (standing == RecordStanding::kDoubted) {
      missing.doubted.push_back(row.key);
      missing.doubted_open += row.open && is_counted(row.was) ? 1 : 0;
    }
    // A settled absence is not told twice; one that was doubted settles when it is no longer.
    if (standing != row.was) missing.rows.push_back({row.key, standing, row.open});
  }
  if (group.too_many) missing.open = group.open;
  missing.absent = std::ssize(group.absent);
  return missing;
}

std::map<std::string, Missing> Absentees::run() {
  find_groups();
  if (spec().export_kind != ExportKind::kChanges) {
    find_absent();
    if (!look_.is_accepted()) doubt();
  }
  std::map<std::string, Missing> found;
  for (const auto& [scope, group] : groups_) found.emplace(scope, missing(group));
  return found;
}

}  // namespace

bool is_open(const std::optional<Conversation>& known) {
  return known && (known->status == ConversationStatus::kWaiting ||
                   known->status == ConversationStatus::kOpen);
}

bool is_over(const SeenRecord& seen, const std::optional<Conversation>& known, Instant now) {
  if (seen.over_at || !known) return false;
  return known->record.expires && *known->record.expires <= now;
}

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

std::map<std::string, Missing> missing_rows(ReadTransaction& log, const Look& look,
                                            const RecordReader& reader, Instant now) {
  return Absentees(log, look, reader, now).run();
}

std::vector<Absence> unreadable_rows(ReadTransaction& log, const Look& look,
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
