#include "truth.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "time/zone.h"

namespace smsflow::property {
namespace {

// A carrier's list that names no intents cannot tell two equal texts to one number apart. Off:
// where two of them are unclear at once, one may take the other's entry, which is then repeated.
constexpr bool kTellsEqualTextsApart = false;

bool has(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

std::string part(const Row& row, bool scoped) {
  return row.workflow + "/" + (scoped ? row.branch : "");
}

Zone zone_of(const Row& row) {
  return *Zone::find(row.zone);
}

}  // namespace

Kind kind_of(const std::string& text) {
  if (has(text, "Reply C to confirm, R to reschedule, or HELP")) return Kind::kAsk;
  if (has(text, "asks you to approve")) return Kind::kAsk;
  if (has(text, "we are holding") || has(text, "still waits for you")) return Kind::kNudge;
  if (has(text, "Please confirm, ")) return Kind::kSure;
  if (has(text, "Approved, ")) return Kind::kApproved;
  if (has(text, "you are unsubscribed")) return Kind::kUnsubscribed;
  return Kind::kOther;
}

std::string key_in(const std::string& text) {
  const auto digit = [&](std::size_t i) {
    return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0;
  };
  const auto letter = [&](std::size_t i) {
    return std::isalnum(static_cast<unsigned char>(text[i])) != 0;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] != 'A' && text[i] != 'R') || !digit(i + 1) || (i > 0 && letter(i - 1))) continue;
    std::size_t end = i + 1;
    while (digit(end)) ++end;
    return text.substr(i, end - i);
  }
  return {};
}

void Truth::took_row(const Row& row, Instant at, bool posted) {
  Seen& seen = seen_[row.key];
  seen.row = row;
  seen.at = at;
  seen.posted = posted;
  seen.stands = true;
  if (row.is_wanted()) seen.moment = row.starts;
}

void Truth::took(const Sheet& sheet, Export kind, bool scoped, Instant now) {
  const bool parted = scoped && sheet.workflow == "appointment";
  std::set<std::string> parts;
  if (!parted) parts.insert(sheet.workflow + "/");
  std::set<std::string> there;
  for (const Row& row : sheet.rows) {
    // Of a row that cannot be read nobody knows to which part it belongs.
    if (row.is_readable) parts.insert(part(row, parted));
    there.insert(row.key);
  }
  std::erase_if(parts, [&](const std::string& one) {
    const auto latest = looks_.find(one);
    const bool is_older = latest != looks_.end() && latest->second > sheet.written_at;
    if (is_older) witness_.count("export older than the latest look");
    return is_older;
  });
  for (const std::string& one : parts) looks_[one] = sheet.written_at;
  for (const Row& row : sheet.rows) {
    if (row.is_readable && !parts.contains(part(row, parted))) continue;
    const auto known = seen_.find(row.key);
    const bool newer_known = known != seen_.end() && known->second.at > sheet.written_at;
    if (newer_known) continue;
    if (known != seen_.end() && !known->second.stands && row.is_readable) {
      witness_.count("row returned");
    }
    if (row.is_readable) {
      if (known != seen_.end() && known->second.moment && *known->second.moment != row.starts) {
        witness_.count("row moved");
      }
      took_row(row, sheet.written_at, false);
    } else if (known != seen_.end()) {
      witness_.count("row that cannot be read");
      known->second.stands = false;
    }
  }
  if (kind == Export::kChanges) return;
  int missing = 0;
  for (auto& [key, seen] : seen_) {
    if (seen.row.workflow != sheet.workflow || there.contains(key)) continue;
    if (!parts.contains(part(seen.row, parted)) || seen.at > sheet.written_at) continue;
    if (now >= seen.row.starts) continue;
    missing += seen.stands ? 1 : 0;
    seen.stands = false;
  }
  if (missing > 0) witness_.count("row missing");
  if (missing >= 10) witness_.count("mass missing");
}

void Truth::took_posted(const Row& row, bool deleted, Instant now) {
  took_row(row, now, true);
  if (deleted) seen_[row.key].stands = false;
}

void Truth::started(int person, Instant written) {
  Person& one = people[static_cast<std::size_t>(person)];
  const auto second = [](Instant at) { return std::chrono::floor<std::chrono::seconds>(at); };
  if (second(written) > second(one.last_stop)) one.stopped_at.reset();
}

void Truth::stopped(int person, Instant written, Instant now) {
  Person& one = people[static_cast<std::size_t>(person)];
  one.last_stop = std::max(one.last_stop, written);
  if (one.stopped_at) return;
  one.stopped_at = now;
  one.confirmed = false;
}

void Truth::lost(const OutboundMessage& message) {
  equals_[message.to.e164() + message.text].insert(message.intent);
}

void Truth::posted(const OutboundMessage& message) {
  equals_[message.to.e164() + message.text].insert(message.intent);
  if (kind_of(message.text) == Kind::kSure) sure_.try_emplace(key_in(message.text), ++order_);
}

bool Truth::has_twin(const OutboundMessage& message) const {
  const auto found = equals_.find(message.to.e164() + message.text);
  return found != equals_.end() && found->second.size() > 1;
}

void Truth::reached(const OutboundMessage& message, Duration fresh, Instant now) {
  const auto person = std::find_if(people.begin(), people.end(), [&](const Person& one) {
    return one.phone == message.to.e164();
  });
  if (person == people.end()) return witness_.broken("stranger: a text to an unknown number");
  const Kind kind = kind_of(message.text);
  const std::string key = key_in(message.text);
  witness_.tell(fmt::format("{}  -> {} [{}] {}", format_rfc3339(now), person->phone,
                            message.intent.substr(0, 6), message.text));
  const int times = ++arrivals_[message.intent];
  const bool may_repeat = lax_ || (!kTellsEqualTextsApart && has_twin(message));
  if (times > (may_repeat ? 2 : 1)) {
    witness_.broken(fmt::format("twice: {} reached {} {} times", message.intent, key, times));
  }
  if (person->stopped_at) {
    const bool confirms = kind == Kind::kUnsubscribed && !person->confirmed &&
                          now - *person->stopped_at <= std::chrono::minutes{5};
    if (!confirms && times == 1) witness_.broken("stop: a text after STOP: " + message.text);
    person->confirmed = true;
  }
  if ((kind == Kind::kAsk || kind == Kind::kNudge) && times == 1) {
    check_begun(kind, key, message.text, fresh, now);
  }
  if (kind == Kind::kApproved && times == 1) check_approved(*person, key);
  person->got.push_back({now, message.text, message.from.value, key});
}

void Truth::check_begun(Kind kind, const std::string& key, const std::string& text, Duration fresh,
                        Instant now) {
  const auto found = seen_.find(key);
  if (found == seen_.end()) return witness_.broken("unseen: a text about " + key);
  Seen& seen = found->second;
  const Row& row = seen.row;
#if __has_include("app/look.h")
  if (!seen.stands) witness_.broken("gone: a text about " + key + ", which is gone");
  Instant looked = seen.at;
  for (const std::string& scope : {std::string(), row.branch}) {
    const auto look = looks_.find(row.workflow + "/" + scope);
    if (look != looks_.end()) looked = std::max(looked, look->second);
  }
  // What was posted is bounded where a table is read, or the workflow says how.
  const bool is_bound = looked != seen.at || !seen.posted || row.workflow == "appointment";
  if (is_bound && now - looked > fresh) witness_.broken("stale: a text on an old look at " + key);
#else
  static_cast<void>(fresh);
#endif
  if (!row.is_wanted()) witness_.broken("void: a text about " + key + ", which is " + row.status);
  if (!row.consents) witness_.broken("consent: a text about " + key + " without consent");
  check_moment(kind, seen, text, now);
}

void Truth::check_moment(Kind kind, Seen& seen, const std::string& text, Instant now) {
  const Row& row = seen.row;
  const Zone zone = zone_of(row);
  const bool is_visit = row.workflow == "appointment";
  const LocalTime local = zone.local(now);
  if (local.hour < 8 || local.hour >= 21) {
    witness_.broken(fmt::format("quiet: {} at {}:{:02}", row.key, local.hour, local.minute));
  }
  const Duration before = is_visit ? std::chrono::hours{2} : std::chrono::hours{1};
  if (now >= plus_local(row.starts, -before, zone)) {
    witness_.broken("late: a text about " + row.key + " after it expires");
  }
  const Instant due =
      is_visit ? plus_local(row.starts, -std::chrono::hours{24}, zone) : row.asked_at;
  if (now < due) witness_.broken("early: a text about " + row.key + " before its moment");
  const std::string clock = format_time(row.starts, "time", zone, now).value_or("?");
  if (!has(text, clock) && (is_visit || kind == Kind::kAsk)) {
    witness_.broken("wrong: a text about " + row.key + " at " + clock + " says: " + text);
  }
  if (kind == Kind::kAsk && seen.told != row.starts) {
    seen.told = row.starts;
    seen.asked = seen.nudged = 0;
  }
  int& times = kind == Kind::kAsk ? seen.asked : seen.nudged;
  if (++times > 1) {
    witness_.broken(fmt::format("asked twice: {} about one moment: {}", row.key, text));
  }
}

// Two acts: yes to the request, and yes to "are you sure?" once that had left.
void Truth::check_approved(const Person& person, const std::string& key) {
  const auto asked = sure_.find(key);
  if (asked == sure_.end()) {
    return witness_.broken("approval: " + key + " without its second question");
  }
  const auto after = std::count_if(person.yes.begin(), person.yes.end(),
                                   [&](long act) { return act > asked->second; });
  if (after == 0) witness_.broken("approval: " + key + " by one yes");
}

}  // namespace smsflow::property
