// What a log says about the work done: exceptions first, then rates, times and outcomes. Counted
// over the views of the log, never from memory; every rate keeps both of its denominators.
//
// A *conversation* is the unit of confirmation, reply and resolution: one entity in one workflow.
// It belongs to the moment its first text left (or, opened by a contact, to its opening). It is
// *settled* when it has ended, or when its reply window has closed: the record's respond_by, else
// 72 hours after it was asked. Rates count settled ones; the others are shown as open.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/statistics.h"
#include "time/zone.h"

namespace smsflow {

class LogReader;  // store/read.h

struct ReportQuestion {
  Instant now;
  std::optional<Instant> since;  // half-open: since <= moment < until
  std::optional<Instant> until;
  std::string source = "live";  // or simulated, replayed; "" for all
  std::string by;  // "", workflow, step (template), variant, sender, provider, label, hour, day, or
                   // a field of the record
  Zone zone = Zone::utc();  // of hours and days
};

struct Share {
  std::int64_t hits = 0;
  std::int64_t n = 0;
};

// One rate over both denominators.
struct Rate {
  Share delivered;        // texts that arrived (of delivery: texts whose fate is known)
  Share attempted;        // whatever was handed to a carrier
  std::int64_t open = 0;  // attempted, too early to say: in neither
};

struct TimeSpan {
  std::int64_t n = 0;     // open ones included
  std::int64_t open = 0;  // not over yet: they count as longer than until now
  std::optional<std::int64_t> median_ms;
};

// What people said when asked how it went, 1 to 5.
struct Ratings {
  std::int64_t asked = 0;
  Share satisfied;         // 4 or 5, of those who answered
  std::int64_t total = 0;  // of their ratings
};

struct Figures {
  std::int64_t conversations = 0;
  Rate confirmation, reply, delivery, resolution;
  TimeSpan to_reply, to_resolution;
  Ratings satisfaction;
  std::map<std::string, std::int64_t> outcomes;  // of ended ones; else where they stand
};

struct Exceptions {
  std::map<std::string, std::int64_t> failed;   // texts, by class of error
  std::int64_t unknown = 0;                     // texts that may or may not have left
  std::int64_t expired = 0;                     // texts whose moment passed
  std::map<std::string, std::int64_t> blocked;  // texts, by reason
  std::int64_t invalid_replies = 0;             // not understood
  std::int64_t late_replies = 0;                // after respond_by
  std::int64_t replies = 0;
  std::int64_t opt_outs = 0;
  std::int64_t open_handoffs = 0;  // now, whenever they were opened
  std::int64_t overdue_handoffs = 0;
};

struct Report {
  ReportQuestion question;
  Exceptions exceptions;
  Figures all;
  // The largest first; hours and days in their order.
  std::vector<std::pair<std::string, Figures>> groups;
  std::int64_t not_grouped = 0;  // conversations of groups beyond kMaxGroups
  std::string only_source;       // nothing of the source asked for is there, but this one is
};

inline constexpr int kMaxGroups = 1'000;

// Reads the log in one pass; holds two times of 8 bytes for each conversation (twice that with
// groups), and the groups.
// Throws Error{kUsage} when no record has the field `by`.
Report make_report(LogReader& log, const ReportQuestion& question);

}  // namespace smsflow
