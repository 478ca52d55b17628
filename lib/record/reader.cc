#include "record/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "record/cell.h"
#include "record/columns.h"
#include "record/conditions.h"
#include "record/languages.h"
#include "record/seen_keys.h"
#include "text/digest.h"
#include "text/error.h"
#include "text/nearest.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxKeyBytes = 200;
constexpr std::size_t kMaxZonesKept = 1000;  // names in a file are anybody's; zones are some 600
constexpr std::uint32_t kUnreadable = 0;     // the content of rows whose values cannot be told
constexpr std::string_view kConflict = "conflicting_duplicate";

// "+1" and ten digits as the numbering plan of North America has them are possible by their form;
// asking the metadata would cost more than all else that is done for a row.
bool is_plain_nanp(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() == 12 && text.starts_with("+1") && text[2] >= '2' &&
         std::all_of(text.begin() + 2, text.end(), digit);
}

std::string also_in(long line) {
  return fmt::format("line {} has this key, too, and not all rows that have it are alike", line);
}

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= kMaxKeyBytes && text.find('\0') == std::string_view::npos;
}

}  // namespace

std::string key_in(const Row& row, const RecordSpec& record) {
  if (!row.fault.empty() || row.columns == nullptr) return {};
  std::string key = cell_text(value_at(row, position(*row.columns, record.key)));
  return is_key(key) ? key : std::string();
}

struct RecordReader::Impl {
  Impl(const Workflow& source, std::string home)
      : workflow(source),
        region(std::move(home)),
        conditions(workflow, faults),
        languages(workflow) {
    for (const FieldSpec& field : workflow.record.fields) {
      has_times = has_times || field.type == FieldType::kTime;
    }
    if (!workflow.record.zone_is_field) fixed_zone = Zone::find(workflow.record.zone);
  }

  Outcome read(const Row& row, Instant now, bool is_deleted);
  RecordSnapshot as_gone(const RecordSnapshot& last, Instant now);

  // Each fills its part of the snapshot, or the fault, and says whether to go on.
  bool read_key(const Row& row);
  bool read_scope(const Row& row);
  bool read_deleted(const Row& row);
  bool read_phone(const Row& row);
  bool read_zone(const Row& row);
  bool read_fields(const Row& row);
  void read_moments(Instant now);
  void hash();
  // The same key with the same content: nothing; with another: a fault, also of the row before. An
  // export of changes is a history: each row is news, and the last one counts.
  Outcome once();
  Outcome refused();
  bool refuse(std::string_view reason, std::string detail);
  std::string no_column(std::string_view name) const;
  std::optional<Instant> over_at(const std::optional<Moment>& wanted) const;
  std::optional<Instant> moment(const std::optional<Moment>& wanted, bool& known) const;

  Workflow workflow;  // its own: a caller may drop the file's
  std::string region;
  std::vector<Diagnostic> faults;
  Conditions conditions;
  Languages languages;
  bool has_times = false;
  std::optional<Zone> fixed_zone;
  std::map<std::string, std::optional<Zone>, std::less<>> zones;
  SeenKeys seen;
  const std::vector<std::string>* names = nullptr;
  std::size_t names_known = 0;
  Columns columns;
  RecordSnapshot snapshot;
  RowFault fault;
  std::optional<Zone> zone;
};

bool RecordReader::Impl::refuse(std::string_view reason, std::string detail) {
  fault.reason = reason;
  fault.detail = std::move(detail);
  return false;
}

std::string RecordReader::Impl::no_column(std::string_view name) const {
  const std::string near = nearest(name, *names);
  return fmt::format("no column \"{}\"{}", name,
                     near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near));
}

bool RecordReader::Impl::read_key(const Row& row) {
  const RecordSpec& record = workflow.record;
  if (columns.key == kAbsent) return refuse("no_key", no_column(record.key));
  snapshot.key = cell_text(value_at(row, columns.key));
  if (snapshot.key.empty()) return refuse("no_key", fmt::format("\"{}\" is empty", record.key));
  if (!is_key(snapshot.key)) {
    snapshot.key.clear();
    return refuse("no_key", fmt::format("\"{}\" is no key", record.key));
  }
  fault.key = snapshot.key;
  return true;
}

bool RecordReader::Impl::read_scope(const Row& row) {
  snapshot.scope = cell_text(value_at(row, columns.scope));
  if (workflow.record.scope.empty() || columns.scope != kAbsent) return true;
  return snapshot.vanished || refuse("missing_field", no_column(workflow.record.scope));
}

bool RecordReader::Impl::read_deleted(const Row& row) {
  const Value& value = value_at(row, columns.deleted);
  const std::optional<bool> deleted = snapshot.vanished ? true : says_deleted(value);
  snapshot.vanished = deleted.value_or(false);
  return deleted || refuse("missing_field",
                           fmt::format("\"{}\" is \"{}\", neither yes or no nor a time",
                                       workflow.record.deleted, cell_text(value).substr(0, 40)));
}

bool RecordReader::Impl::read_phone(const Row& row) {
  const RecordSpec& record = workflow.record;
  if (columns.phone == kAbsent) return refuse("no_phone", no_column(record.phone));
  const std::string typed = cell_text(value_at(row, columns.phone));
  if (typed.empty()) return refuse("no_phone", fmt::format("\"{}\" is empty", record.phone));
  if (is_plain_nanp(typed)) {
    snapshot.phone = PhoneNumber::from_e164(typed);
    return true;
  }
  ParsedPhone parsed = parse_phone(typed, region);
  if (!parsed.number) {
    return refuse("bad_phone", fmt::format("\"{}\": {}", record.phone, parsed.fault));
  }
  snapshot.phone = std::move(parsed.number);
  return true;
}

bool RecordReader::Impl::read_zone(const Row& row) {
  const RecordSpec& record = workflow.record;
  zone = fixed_zone;
  snapshot.zone = zone ? zone->name() : "";
  if (!record.zone_is_field) return true;
  if (columns.zone == kAbsent && has_times) return refuse("unknown_zone", no_column(record.zone));
  const std::string name = cell_text(value_at(row, columns.zone));
  if (name.empty()) {
    // Without local times an unknown zone only narrows the hours in which a text may go.
    return !has_times || refuse("unknown_zone", fmt::format("\"{}\" is empty", record.zone));
  }
  auto found = zones.find(name);
  if (found == zones.end()) {
    if (zones.size() >= kMaxZonesKept) zones.clear();
    found = zones.emplace(name, Zone::find(name)).first;
  }
  zone = found->second;
  if (!zone) {
    return refuse("unknown_zone", fmt::format("\"{}\" is no time zone", name.substr(0, 40)));
  }
  snapshot.zone = zone->name();
  return true;
}

bool RecordReader::Impl::read_fields(const Row& row) {
  const RecordSpec& record = workflow.record;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const FieldSpec& field = record.fields[i];
    Value& value = snapshot.fields[field.name];
    value = value_at(row, columns.fields[i]);
    const CellFault wrong = read_cell(value, field.type, zone);
    if (!wrong.reason.empty()) {
      return refuse(wrong.reason, fmt::format("\"{}\" {}", field.name, wrong.detail));
    }
    if (!field.required || !std::holds_alternative<std::monostate>(value)) continue;
    return refuse("missing_field", columns.fields[i] == kAbsent
                                       ? no_column(field.name)
                                       : fmt::format("\"{}\" is empty", field.name));
  }
  if (record.find(record.key) == nullptr) snapshot.fields[record.key] = snapshot.key;
  return true;
}

std::optional<Instant> RecordReader::Impl::moment(const std::optional<Moment>& wanted,
                                                  bool& known) const {
  if (!wanted) return std::nullopt;
  const auto found = snapshot.fields.find(wanted->field);
  const Instant* at =
      found == snapshot.fields.end() ? nullptr : std::get_if<Instant>(&found->second);
  known = known && at != nullptr;
  if (at == nullptr) return std::nullopt;
  return plus_local(*at, wanted->offset, zone.value_or(Zone::utc()));
}

// A moment that cannot be told makes the record wait: no moment at all would mean "now".
void RecordReader::Impl::read_moments(Instant now) {
  const Trigger& trigger = workflow.trigger;
  const RecordStage* stage = conditions.stage(workflow, snapshot.fields, now);
  snapshot.eligible =
      conditions.when.met(snapshot.fields, now) && (stage || trigger.stages.empty());
  snapshot.start = stage ? stage->start : trigger.start;
  snapshot.begins = !stage || stage->begins;
  const bool own = stage && (!stage->begins || stage->at);
  bool known = true;
  snapshot.at = moment(own ? stage->at : trigger.at, known);
  const bool own_end = stage && (!stage->begins || stage->expires);
  snapshot.expires = moment(own_end ? stage->expires : trigger.expires, known);
  if (snapshot.begins) snapshot.respond_by = moment(trigger.respond_by, known);
  snapshot.eligible = snapshot.eligible && known;
  snapshot.over_at = over_at(own ? stage->at : trigger.at);
}

// A reminder of a matter leaves before it: the row is expected to be there until the matter itself.
std::optional<Instant> RecordReader::Impl::over_at(const std::optional<Moment>& wanted) const {
  if (snapshot.expires || !wanted) return snapshot.expires;
  const auto found = snapshot.fields.find(wanted->field);
  const Instant* at =
      found == snapshot.fields.end() ? nullptr : std::get_if<Instant>(&found->second);
  if (at == nullptr || !snapshot.at) return snapshot.at;
  return std::max(*at, *snapshot.at);
}

void RecordReader::Impl::hash() {
  std::string bytes;
  bytes.reserve(256);
  const auto add = [&](char kind, std::string_view text) {
    bytes += kind;
    bytes += std::to_string(text.size());  // Lengths keep "a|b" and "a", "b" apart.
    bytes += ':';
    bytes += text;
  };
  add('k', snapshot.key);
  if (snapshot.vanished) add('d', "deleted");
  add('p', snapshot.phone ? snapshot.phone->e164() : "");
  add('z', snapshot.zone);
  add('l', snapshot.language);
  add('c', !snapshot.consent ? "" : *snapshot.consent ? "yes" : "no");
  if (!snapshot.scope.empty()) add('s', snapshot.scope);
  for (const auto& [name, value] : snapshot.fields) {
    add('f', name);
    const std::string* text = std::get_if<std::string>(&value);
    const Instant* at = std::get_if<Instant>(&value);
    const char kind = static_cast<char>('0' + value.index());
    if (text != nullptr) {
      add(kind, *text);
    } else {
      add(kind, at != nullptr ? std::to_string(to_ms(*at)) : to_text(value));
    }
  }
  if (snapshot.vanished) add('d', "yes");
  snapshot.hash = sha256_hex(bytes);
}

RecordReader::Outcome RecordReader::Impl::read(const Row& row, Instant now, bool is_deleted) {
  fault = RowFault{.line = row.line, .key = {}, .reason = {}, .detail = {}};
  snapshot = RecordSnapshot{};
  if (!row.fault.empty() || row.columns == nullptr) {
    refuse("unreadable", row.fault);
    return fault;
  }
  if (row.columns != names || row.columns->size() != names_known) {
    names = row.columns;
    names_known = names->size();
    columns = find_columns(workflow.record, *names);
  }
  snapshot.workflow = workflow.log_name();
  snapshot.seen_at = now;
  if (!read_key(row)) return fault;
  snapshot.vanished = is_deleted;
  if (!read_deleted(row) || !read_scope(row) ||
      (!snapshot.vanished && (!read_phone(row) || !read_zone(row) || !read_fields(row)))) {
    return refused();
  }
  snapshot.consent = yes_or_no(value_at(row, columns.consent));
  snapshot.version = cell_text(value_at(row, columns.version));
  snapshot.language = languages.read(cell_text(value_at(row, columns.language)));
  hash();
  Outcome outcome = once();
  if (!std::holds_alternative<RecordSnapshot>(outcome)) return outcome;
  if (!snapshot.vanished) read_moments(now);
  return std::move(snapshot);
}

RecordReader::Outcome RecordReader::Impl::once() {
  const auto content =
      static_cast<std::uint32_t>(std::stoul(snapshot.hash.substr(0, 8), nullptr, 16));
  const SeenKeys::Seen earlier = seen.add(snapshot.key, content, fault.line);
  if (earlier.before == SeenKeys::Before::kNew) return RecordSnapshot{};
  if (workflow.record.export_kind == ExportKind::kChanges) {
    seen.accept(snapshot.key);
    return RecordSnapshot{};
  }
  if (earlier.before == SeenKeys::Before::kSame && !earlier.refused) return std::monostate{};
  refuse(kConflict, also_in(earlier.line));
  if (!earlier.refused) fault.withdrawn = earlier.line;
  seen.refuse(snapshot.key);
  return fault;
}

// A row that was read well says other values than one that cannot be read.
RecordReader::Outcome RecordReader::Impl::refused() {
  const SeenKeys::Seen earlier = seen.add(snapshot.key, kUnreadable, fault.line);
  if (earlier.before != SeenKeys::Before::kNew && !earlier.refused) {
    fault.withdrawn = earlier.line;
  }
  seen.refuse(snapshot.key);
  return fault;
}

RecordSnapshot RecordReader::Impl::as_gone(const RecordSnapshot& last, Instant now) {
  snapshot = last;
  snapshot.seen_at = now;
  zone = Zone::find(last.zone);
  for (const GoneField& gone : workflow.record.gone) {
    const FieldSpec* field = workflow.record.find(gone.name);
    Value value = gone.value;
    if (field != nullptr && read_cell(value, field->type, zone).reason.empty()) {
      snapshot.fields[gone.name] = std::move(value);
    }
  }
  hash();
  read_moments(now);
  return std::move(snapshot);
}

RowFault withdrawn_row(const RowFault& fault) {
  return {.line = fault.withdrawn,
          .key = fault.key,
          .reason = std::string(kConflict),
          .detail = also_in(fault.line)};
}

RecordReader::RecordReader(const Workflow& workflow, std::string region)
    : impl_(std::make_unique<Impl>(workflow, std::move(region))) {
  if (impl_->faults.empty()) return;
  const Diagnostic& first = impl_->faults.front();
  throw Error(ErrorKind::kBadInput, first.message, render(first.place), first.hint);
}

RecordReader::~RecordReader() = default;

RecordReader::Outcome RecordReader::read(const Row& row, Instant now, bool is_deleted) {
  return impl_->read(row, now, is_deleted);
}

void RecordReader::forget_keys() {
  impl_->seen = SeenKeys();
}

RecordReader::Sight RecordReader::sight(std::string_view key) const {
  if (!impl_->seen.contains(key)) return Sight::kNever;
  return impl_->seen.is_refused(key) ? Sight::kRejected : Sight::kRead;
}

const std::map<std::string, std::int64_t>& RecordReader::unspoken() const {
  return impl_->languages.unspoken();
}

RecordSnapshot RecordReader::as_gone(const RecordSnapshot& last, Instant now) {
  return impl_->as_gone(last, now);
}

bool RecordReader::eligible(const RecordSnapshot& record, Instant now) {
  return impl_->conditions.met(record.fields, now);
}

std::string RecordReader::unmet(const RecordSnapshot& record, Instant now) {
  const std::string values = impl_->conditions.unmet(record.fields, now);
  return values.empty() ? "its moment cannot be told" : values;
}

}  // namespace smsflow
