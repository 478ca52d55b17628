#include "report/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/cohort.h"
#include "store/read.h"

namespace smsflow {
namespace {

std::int64_t count(LogReader& log, const std::string& sql) {
  std::int64_t found = 0;
  log.query(sql, {}, [&](const LogRow& row) { found = row.integer(0); });
  return found;
}

std::map<std::string, std::int64_t> counts(LogReader& log, const std::string& sql) {
  std::map<std::string, std::int64_t> found;
  log.query(sql, {}, [&](const LogRow& row) { found.emplace(row.text(0), row.integer(1)); });
  return found;
}

std::string where_moment(const ReportQuestion& question, std::string_view moment) {
  return of_source(question) + " AND " + within(question, moment);
}

Exceptions exceptions(LogReader& log, const ReportQuestion& question) {
  const std::string texts =
      "FROM v_message WHERE " + where_moment(question, "coalesce(left_at, due)");
  const std::string replies = "FROM v_reply WHERE " + where_moment(question, "at");
  const std::string waiting =
      "FROM v_handoff WHERE status <> 'resolved' AND " + of_source(question);
  Exceptions found;
  found.failed = counts(
      log, fmt::format("SELECT CASE error WHEN 'none' THEN state ELSE error END, count(*) {} AND "
                       "state IN ('undelivered', 'rejected') GROUP BY 1",
                       texts));
  found.unknown = count(
      log, fmt::format("SELECT count(*) {} AND state IN ('unknown', 'expired_unknown')", texts));
  found.expired = count(log, fmt::format("SELECT count(*) {} AND state = 'expired'", texts));
  found.blocked = counts(log, fmt::format("SELECT block, count(*) {} AND (state = 'suppressed' OR "
                                          "(state = 'planned' AND block = 'not_seen')) GROUP BY 1",
                                          texts));
  found.replies = count(log, "SELECT count(*) " + replies);
  found.invalid_replies =
      count(log, fmt::format("SELECT count(*) {} AND label = 'unclear'", replies));
  found.late_replies = count(log, fmt::format("SELECT count(*) {} AND late", replies));
  found.opt_outs = count(log, fmt::format("SELECT count(*) {} AND label = 'stop'", replies));
  found.open_handoffs = count(log, "SELECT count(*) " + waiting);
  found.overdue_handoffs = count(
      log, fmt::format("SELECT count(*) {0} AND (resolution_due < {1} OR (responded_at IS NULL AND "
                       "first_response_due < {1}))",
                       waiting, to_ms(question.now)));
  return found;
}

// Texts in all, also those without a conversation.
Rate delivery(LogReader& log, const ReportQuestion& question) {
  const std::string sql = fmt::format(
      "SELECT sum(state = 'delivered'), sum(state IN {1}), count(*), "
      "sum(state NOT IN {1} AND coalesce(left_at, due) > {2}) "
      "FROM v_message WHERE state IN {0} AND {3}",
      kHandedOver, kFateKnown, to_ms(question.now) - kReceiptWindowMs,
      where_moment(question, "coalesce(left_at, due)"));
  Rate rate;
  log.query(sql, {}, [&](const LogRow& row) {
    rate = {{row.integer(0), row.integer(1)},
            {row.integer(0), row.integer(2) - row.integer(3)},
            row.integer(3)};
  });
  return rate;
}

void add(Share& share, bool counts, bool hit) {
  share.n += counts;
  share.hits += counts && hit;
}

// Times, each with one bit that says whether it is open: 8 bytes each.
class Times {
 public:
  void add(std::int64_t ms, bool open) { packed_.push_back(ms * 2 + open); }

  TimeSpan span() {
    std::sort(packed_.begin(), packed_.end());
    TimeSpan span{.n = static_cast<std::int64_t>(packed_.size())};
    MedianTime median(span.n);
    for (const std::int64_t time : packed_) {
      const bool open = time % 2 == 1;
      span.open += open;
      median.add(time / 2, open ? 0 : 1, open ? 1 : 0);
    }
    span.median_ms = median.median_ms();
    return span;
  }

 private:
  std::vector<std::int64_t> packed_;
};

struct Tally {
  Figures figures;
  Times reply;
  Times resolution;

  void add_conversation(const LogRow& row) {
    const auto is = [&](CohortColumn column) { return row.integer(column) != 0; };
    const bool attempted = is(kAttempted), delivered = is(kDelivered), settled = is(kSettled),
               replied = is(kReplied);
    ++figures.conversations;
    ++figures.outcomes[std::string(row.text(kOutcome))];
    add(figures.confirmation.delivered, delivered && settled, is(kConfirmed));
    add(figures.confirmation.attempted, attempted && settled, is(kConfirmed));
    figures.confirmation.open += attempted && !settled;
    add(figures.reply.delivered, delivered && (settled || replied), replied);
    add(figures.reply.attempted, attempted && (settled || replied), replied);
    figures.reply.open += attempted && !settled && !replied;
    add(figures.resolution.delivered, (delivered || is(kContactOpened)) && settled, is(kResolved));
    add(figures.resolution.attempted, settled, is(kResolved));
    figures.resolution.open += !settled;
    figures.satisfaction.asked += is(kRatingAsked);
    add(figures.satisfaction.satisfied, is(kRating), row.integer(kRating) >= 4);
    figures.satisfaction.total += row.integer(kRating);
    add_texts(row);
    if (!row.is_null(kReplyMs)) reply.add(row.integer(kReplyMs), is(kReplyOpen));
    resolution.add(row.integer(kResolutionMs), is(kResolutionOpen));
  }
  void add_texts(const LogRow& row) {
    Rate& rate = figures.delivery;
    rate.delivered.hits += row.integer(kTextsDelivered);
    rate.delivered.n += row.integer(kTextsKnown);
    rate.attempted.hits += row.integer(kTextsDelivered);
    rate.attempted.n += row.integer(kTexts) - row.integer(kTextsOpen);
    rate.open += row.integer(kTextsOpen);
  }
  Figures finish() {
    figures.to_reply = reply.span();
    figures.to_resolution = resolution.span();
    return figures;
  }
};

using Groups = std::map<std::string, Tally, std::less<>>;

// More groups than kMaxGroups are counted in the total only.
void count_conversations(LogReader& log, Report& report) {
  Tally all;
  Groups groups;
  const bool divided = !report.question.by.empty();
  log.query(cohort_query(log, report.question), {}, [&](const LogRow& row) {
    all.add_conversation(row);
    if (!divided) return;
    auto found = groups.find(row.text(kGroup));
    if (found == groups.end()) {
      if (groups.size() == kMaxGroups) {
        ++report.not_grouped;
        return;
      }
      found = groups.emplace(row.text(kGroup), Tally{}).first;
    }
    found->second.add_conversation(row);
  });
  report.all = all.finish();
  for (auto& [group, tally] : groups) report.groups.emplace_back(group, tally.finish());
  const std::string& by = report.question.by;
  if (by == "hour" || by == "day") return;
  std::stable_sort(report.groups.begin(), report.groups.end(), [](const auto& a, const auto& b) {
    return a.second.conversations > b.second.conversations;
  });
}

// Says where the rows are, when there are none of the source asked for.
std::string only_source(LogReader& log, const ReportQuestion& question) {
  if (question.source.empty()) return {};
  std::string other;
  for (const char* source : {"live", "simulated", "replayed"}) {
    const bool any =
        count(log, fmt::format("SELECT EXISTS (SELECT 1 FROM v_conversation WHERE source = '{0}') "
                               "OR EXISTS (SELECT 1 FROM v_reply WHERE source = '{0}')",
                               source)) != 0;
    if (!any) continue;
    if (source == question.source) return {};
    if (other.empty()) other = source;
  }
  return other;
}

}  // namespace

Report make_report(LogReader& log, const ReportQuestion& question) {
  Report report{.question = question};
  report.only_source = only_source(log, question);
  report.exceptions = exceptions(log, question);
  count_conversations(log, report);
  report.all.delivery = delivery(log, question);
  return report;
}

}  // namespace smsflow
