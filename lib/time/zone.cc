#include "time/zone.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>

#include "time/reading.h"

namespace smsflow {

struct Zone::Entry {
  std::string name;
  absl::TimeZone zone;
};

// Nodes of a map never move, so a Zone may point at them; they are never removed.
struct Zone::Table {
  std::mutex mutex;
  std::map<std::string, Entry, std::less<>> entries;

  static Table& get() {
    static Table& table = *new Table;
    return table;
  }
};

namespace {

constexpr std::size_t kLongestName = 64;
const absl::CivilSecond kEpoch(1970, 1, 1);

// The library opens a name as a path and knows some that are no zones: "localtime" is whatever this
// machine is set to, and "right/" counts leap seconds, which no other time here does.
bool may_be_tz_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName) return false;
  for (const std::string_view prefix : {"right/", "posix/", "Fixed/", "/"}) {
    if (name.starts_with(prefix)) return false;
  }
  if (name == "localtime" || name == "posixrules" || name == "Factory") return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  });
}

std::optional<absl::TimeZone> load(std::string_view name) {
  if (name == "UTC") return absl::UTCTimeZone();
  if (const std::optional<int> offset_s = parse_offset(name)) {
    return absl::FixedTimeZone(*offset_s);
  }
  absl::TimeZone zone;
  if (!may_be_tz_name(name) || !absl::LoadTimeZone(std::string(name), &zone)) return std::nullopt;
  return zone;
}

absl::Time to_absl(Instant at) {
  return absl::FromUnixMillis(to_ms(at));
}

}  // namespace

std::optional<Zone> Zone::find(std::string_view name) {
  Table& table = Table::get();
  const std::lock_guard lock(table.mutex);
  if (const auto known = table.entries.find(name); known != table.entries.end()) {
    return Zone(&known->second);
  }
  const std::optional<absl::TimeZone> zone = load(name);
  if (!zone) return std::nullopt;
  std::string key(name);
  return Zone(&table.entries.emplace(key, Entry{key, *zone}).first->second);
}

Zone Zone::utc() {
  static const Entry& entry = *new Entry{"UTC", absl::UTCTimeZone()};
  return Zone(&entry);
}

const std::string& Zone::name() const {
  return entry_->name;
}

LocalTime Zone::local(Instant at) const {
  const absl::CivilSecond civil = entry_->zone.At(to_absl(at)).cs;
  LocalTime time;
  time.year = static_cast<int>(civil.year());
  time.month = civil.month();
  time.day = civil.day();
  time.hour = civil.hour();
  time.minute = civil.minute();
  time.second = civil.second();
  time.weekday = (static_cast<int>(absl::GetWeekday(civil)) + 1) % 7;
  return time;
}

Instant Zone::instant(const LocalTime& time) const {
  const absl::CivilSecond civil(time.year, time.month, time.day, time.hour, time.minute,
                                time.second);
  return from_ms(absl::ToUnixMillis(entry_->zone.At(civil).pre));
}

int Zone::offset_s(Instant at) const {
  return entry_->zone.At(to_absl(at)).offset;
}

std::optional<Instant> Zone::next_change(Instant at) const {
  absl::TimeZone::CivilTransition change;
  if (!entry_->zone.NextTransition(to_absl(at), &change)) return std::nullopt;
  return from_ms((change.from - kEpoch - offset_s(at)) * 1000);
}

Instant plus_local(Instant at, Duration by, const Zone& zone) {
  if (by.count() == 0) return at;
  const Duration reading = at.time_since_epoch() + std::chrono::seconds{zone.offset_s(at)} + by;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(reading);
  const absl::CivilSecond civil = kEpoch + seconds.count();
  LocalTime time;
  time.year = static_cast<int>(civil.year());
  time.month = civil.month();
  time.day = civil.day();
  time.hour = civil.hour();
  time.minute = civil.minute();
  time.second = civil.second();
  return zone.instant(time) + (reading - seconds);
}

}  // namespace smsflow
