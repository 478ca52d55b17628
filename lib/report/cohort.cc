#include "report/cohort.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "text/error.h"
#include "text/nearest.h"

namespace smsflow {

const std::string_view kHandedOver =
    "('posting','accepted','sent','delivered','undelivered','rejected','unknown',"
    "'expired_unknown')";
const std::string_view kFateKnown = "('delivered','undelivered','rejected')";

namespace {

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

// What a report may be divided by, besides fields of the record.
std::string group_expression(const ReportQuestion& question, Instant from, Instant until) {
  const std::string& by = question.by;
  const auto local = [&](const char* format) {
    return local_reading("moment", format, question.zone, from, until);
  };
  if (by.empty()) return "''";
  if (by == "workflow") return "workflow";
  if (by == "step" || by == "template") return "step";
  if (by == "variant") return "variant";
  if (by == "sender") return "ask_sender";
  if (by == "provider") return "provider";
  if (by == "label") return "last_label";
  if (by == "hour") return local("%H:00");
  if (by == "day") return local("%Y-%m-%d");
  return fmt::format("json_extract(record, {})", quoted("$.fields.\"" + by + "\""));
}

// What --by takes besides fields of the record; "step" is another word for template.
const std::vector<std::string> kDivisions = {"workflow", "template", "variant", "sender",
                                             "provider", "label",    "hour",    "day"};

bool is_record_field(const std::string& by) {
  return !by.empty() && by != "step" &&
         std::find(kDivisions.begin(), kDivisions.end(), by) == kDivisions.end();
}

void require_field(LogReader& log, const std::string& by) {
  if (!is_record_field(by)) return;
  std::vector<std::string> known = kDivisions;
  log.query(
      "SELECT DISTINCT f.key FROM (SELECT record FROM v_conversation WHERE record IS NOT NULL "
      "LIMIT 10000) r, json_each(r.record, '$.fields') f ORDER BY 1",
      {}, [&](const LogRow& row) { known.emplace_back(row.text(0)); });
  const bool no_records = known.size() == kDivisions.size();
  if (no_records || std::find(known.begin(), known.end(), by) != known.end()) return;
  const std::string near = nearest(by, known);
  std::string list;
  for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
  throw Error(ErrorKind::kUsage, "no record of this log has a field " + by, {},
              near.empty() ? "--by takes " + list : "did you mean " + near + "?");
}

// The texts of each conversation: what was asked first, and what became of all.
std::string texts_sql(const ReportQuestion& question) {
  return fmt::format(
      "SELECT conversation, "
      "min(CASE WHEN kind = 'proactive' AND state IN {0} THEN coalesce(accepted_at, left_at, due) "
      "END) AS asked, step, variant, sender AS ask_sender, provider, "
      "sum(kind = 'proactive' AND state = 'delivered') AS asks_delivered, "
      "sum(state IN {0}) AS texts, sum(state IN {1}) AS texts_known, "
      "sum(state = 'delivered') AS texts_delivered, "
      "sum(state IN {0} AND state NOT IN {1} AND coalesce(left_at, due) > {2}) AS texts_open "
      "FROM v_message WHERE conversation <> '' AND {3} GROUP BY conversation",
      kHandedOver, kFateKnown, to_ms(question.now) - kReceiptWindowMs, of_source(question));
}

// A person's answers: opt-outs and the noise of machines are none.
std::string replies_sql(const ReportQuestion& question) {
  return fmt::format(
      "SELECT conversation, min(at) AS first_at, "
      "min(CASE WHEN late = 0 THEN at END) AS first_timely_at FROM v_reply "
      "WHERE conversation <> '' AND label NOT IN ('stop', 'noise') AND {} GROUP BY conversation",
      of_source(question));
}

std::string cohort_sql(const ReportQuestion& question, Instant from, Instant until) {
  return fmt::format(
      "WITH texts AS MATERIALIZED ({texts}), answers AS MATERIALIZED ({answers}), known AS ("
      "SELECT c.id, c.workflow, c.status, c.outcome, c.resolution, c.ended_at, c.last_label, "
      "c.replies, c.record, c.respond_by, c.rating_asked_at, c.rating, t.asked, t.step, t.variant, "
      "t.ask_sender, "
      "t.provider, "
      "coalesce(t.asks_delivered, 0) > 0 AS arrived, coalesce(t.texts, 0) AS texts, "
      "coalesce(t.texts_known, 0) AS texts_known, "
      "coalesce(t.texts_delivered, 0) AS texts_delivered, coalesce(t.texts_open, 0) AS texts_open, "
      "r.first_at, r.first_timely_at, coalesce(t.asked, c.opened_at) AS moment, "
      "coalesce(c.respond_by, t.asked + {window}, c.opened_at + {window}) AS closes, t.asked IS "
      "NOT NULL AS attempted, "
      "t.asked IS NULL AND c.replies > 0 AS contact_opened, "
      "c.resolution <> '' AND (c.replies > 0 OR c.resolution = 'agent') "
      "AND c.outcome NOT IN ('opted_out', 'wrong_number') AS resolved "
      "FROM v_conversation c LEFT JOIN texts t ON t.conversation = c.id "
      "LEFT JOIN answers r ON r.conversation = c.id "
      "WHERE {source} AND (t.asked IS NOT NULL OR c.replies > 0)) "
      "SELECT coalesce({group}, '') AS grp, attempted, arrived AS delivered, contact_opened, "
      "coalesce(attempted AND first_timely_at <= closes, 0) AS replied, "
      "status IN ('ended', 'void') OR outcome <> '' OR closes <= {now} AS settled, "
      "outcome = 'confirmed' AS confirmed, resolved, "
      "CASE WHEN attempted THEN max(0, coalesce(first_at, ended_at, {now}) - asked) END AS "
      "reply_ms, "
      "first_at IS NULL AS reply_open, "
      "max(0, coalesce(ended_at, {now}) - moment) AS resolution_ms, "
      "NOT (resolved AND ended_at IS NOT NULL) AS resolution_open, "
      "CASE WHEN outcome <> '' THEN outcome ELSE status END AS outcome, "
      "texts, texts_known, texts_delivered, texts_open, rating_asked_at IS NOT NULL, rating FROM "
      "known WHERE {within}",
      fmt::arg("texts", texts_sql(question)), fmt::arg("answers", replies_sql(question)),
      fmt::arg("window", kReplyWindowMs), fmt::arg("source", of_source(question, "c.source")),
      fmt::arg("group", group_expression(question, from, until)),
      fmt::arg("now", to_ms(question.now)), fmt::arg("within", within(question, "moment")));
}

}  // namespace

std::string within(const ReportQuestion& question, std::string_view moment) {
  std::string sql = "1";
  if (question.since) sql += fmt::format(" AND {} >= {}", moment, to_ms(*question.since));
  if (question.until) sql += fmt::format(" AND {} < {}", moment, to_ms(*question.until));
  return sql;
}

std::string of_source(const ReportQuestion& question, std::string_view column) {
  return question.source.empty() ? "1" : fmt::format("{} = {}", column, quoted(question.source));
}

std::string local_reading(std::string_view moment, const char* format, const Zone& zone,
                          Instant from, Instant until) {
  std::string offset = "CASE";
  int changes = 0;
  Instant at = from;
  for (std::optional<Instant> next = zone.next_change(at); next && *next <= until && changes < 500;
       next = zone.next_change(at), ++changes) {
    offset += fmt::format(" WHEN {} < {} THEN {}", moment, to_ms(*next), zone.offset_s(at));
    at = *next;
  }
  offset += fmt::format(" ELSE {} END", zone.offset_s(at));
  if (changes == 0) offset = std::to_string(zone.offset_s(from));
  return fmt::format("strftime('{}', {} / 1000 + {}, 'unixepoch')", format, moment, offset);
}

std::string cohort_query(LogReader& log, const ReportQuestion& question) {
  require_field(log, question.by);
  std::int64_t first = 0;
  log.query("SELECT min(opened_at) FROM v_conversation", {},
            [&](const LogRow& row) { first = row.integer(0); });
  return cohort_sql(question, from_ms(first), question.now);
}

}  // namespace smsflow
