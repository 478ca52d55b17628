#include "send_plan.h"

#include <fmt/format.h>

#include "policy/may_send.h"
#include "send_look.h"
#include "text/json.h"
#include "text/utf8.h"
#include "time/zone.h"

namespace smsflow {
namespace {

constexpr std::size_t kMostListed = 20;

std::string local_time(const PlannedText& text) {
  const Zone zone = Zone::find(text.zone).value_or(Zone::utc());
  return format_time(text.due, "iso", zone, text.due).value_or("");
}

Json json_of_text(const PlannedText& text) {
  return Json::object({{"due", format_rfc3339(text.due)},
                       {"due_local", local_time(text)},
                       {"key", text.key},
                       {"segments", text.segments},
                       {"text", text.text},
                       {"to", text.to}});
}

// Without those who are not texted, who may be as many as there are rows.
Json json_of_plan(const PlanSummary& summary, const Workflow& workflow, Instant now) {
  Json texts = Json::list();
  for (const PlannedText& text : summary.first_texts) texts.add(json_of_text(text));
  return Json::object({{"as_of", format_rfc3339(now)},
                       {"blocked", json_object(summary.blocked)},
                       {"first_texts", std::move(texts)},
                       {"later", summary.later},
                       {"missing", json_object(missing_by_reason(summary.look))},
                       {"now", summary.now},
                       {"records_as_of", format_rfc3339(summary.look.at)},
                       {"rejected", json_object(summary.rejected)},
                       {"repeated", summary.repeated},
                       {"rows", summary.rows},
                       {"schema_version", 1},
                       {"segments_later", summary.segments_later},
                       {"segments_now", summary.segments_now},
                       {"workflow", workflow.name}});
}

std::string segments(std::int64_t count) {
  return count == 1 ? "1 segment" : fmt::format("{} segments", count);
}

void print_counts(std::string_view title, const std::map<std::string, std::int64_t>& counts,
                  Io& io) {
  std::int64_t total = 0;
  for (const auto& [reason, count] : counts) total += count;
  if (total == 0) return;
  io.out << fmt::format("{:<12}{:>9}\n", title, total);
  for (const auto& [reason, count] : counts) {
    io.out << fmt::format("  {:<24}{:>9}\n", reason, count);
  }
}

// What is due besides the rows.
void print_beside(const PlanSummary::Beside& beside, Io& io) {
  if (beside.is_empty()) return;
  io.out << "beside these rows\n";
  if (beside.now > 0) {
    io.out << fmt::format("  {:<24}{:>9}   {}\n", "planned before, now", beside.now,
                          segments(beside.segments_now));
  }
  if (beside.timers > 0) io.out << fmt::format("  {:<24}{:>9}\n", "timers due", beside.timers);
  if (beside.in_doubt > 0) {
    io.out << fmt::format("  {:<24}{:>9}\n", "may have left already", beside.in_doubt);
  }
}

Json json_of_beside(const PlanSummary& summary) {
  Json capped = Json::list();
  for (const CappedNumber& one : summary.capped) {
    capped.add(Json::object({{"next", format_rfc3339(one.next)},
                             {"number", one.number},
                             {"sender", one.sender},
                             {"texts", one.texts}}));
  }
  return Json::object({{"capped", std::move(capped)},
                       {"in_doubt", summary.beside.in_doubt},
                       {"now", summary.beside.now},
                       {"segments_now", summary.beside.segments_now},
                       {"timers", summary.beside.timers}});
}

// Rows that are done with: there may be thousands of them beside the few that somebody waits for.
bool is_settled(const Untexted::Why& why) {
  return why.reason == "already_asked" || why.reason == name(BlockReason::kVoid);
}

void print_untexted(const Untexted& rows, Io& io) {
  if (rows.size() == 0) return;
  io.out << "\nnot texted\n";
  std::size_t listed = 0;
  for (const bool settled : {false, true}) {
    rows.each([&](const std::string& key, const Untexted::Why& why) {
      if (is_settled(why) != settled || listed == kMostListed) return;
      listed += 1;
      io.out << fmt::format("  {}  {}{}\n", terminal_safe(key), why.reason,
                            why.detail.empty() ? "" : ": " + terminal_safe(why.detail));
    });
  }
  if (rows.size() > listed) {
    io.out << fmt::format("  ... and {} more; --format json lists all\n", rows.size() - listed);
  }
}

}  // namespace

void print_plan(const PlanSummary& summary, const Workflow& workflow, Instant now, Io& io) {
  io.out << fmt::format("plan of {} as of {} (nothing is sent without --live)\n\n", workflow.name,
                        format_rfc3339(now));
  io.out << fmt::format("{:<12}{:>9}\n", "rows", summary.rows);
  io.out << fmt::format("{:<12}{:>9}   {}\n", "now", summary.now, segments(summary.segments_now));
  io.out << fmt::format("{:<12}{:>9}   {}\n", "later", summary.later,
                        segments(summary.segments_later));
  if (summary.repeated > 0) io.out << fmt::format("{:<12}{:>9}\n", "repeated", summary.repeated);
  print_counts("not at all", summary.blocked, io);
  print_counts("rejected", summary.rejected, io);
  print_counts("missing", missing_by_reason(summary.look), io);
  print_beside(summary.beside, io);
  print_untexted(summary.untexted, io);
  if (summary.first_texts.empty()) return;
  io.out << "\nfirst texts\n";
  for (const PlannedText& text : summary.first_texts) {
    io.out << fmt::format("  {}  {}  to {}  {}\n    {}\n", terminal_safe(text.key),
                          local_time(text), text.to, segments(text.segments),
                          terminal_safe(text.text));
  }
}

void print_plan_json(const PlanSummary& summary, const Workflow& workflow, Instant now, Io& io) {
  std::string json = json_of_plan(summary, workflow, now).dump(2);
  json.resize(json.size() - 2);  // "\n}"
  if (!summary.beside.is_empty() || !summary.capped.empty()) {
    json += ",\n  \"beside\": " + json_of_beside(summary).dump();
  }
  io.out << json << ",\n  \"untexted\": [";
  std::string_view before = "\n    ";
  summary.untexted.each([&](const std::string& key, const Untexted::Why& why) {
    io.out << before
           << Json::object({{"key", key}, {"reason", why.reason}, {"detail", why.detail}}).dump();
    before = ",\n    ";
  });
  io.out << (summary.untexted.size() > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

void tell_languages(const PlanSummary& summary, const std::string& records,
                    const Workflow& workflow, Io& io) {
  for (const auto& [language, count] : summary.unspoken) {
    io.err << fmt::format(
        "smsflow: warning: {}: {} \"{}\" in column \"{}\", for which the workflow has no words: "
        "they get English\n",
        records, count == 1 ? "1 row has" : fmt::format("{} rows have", count),
        terminal_safe(language), workflow.record.language);
  }
}

}  // namespace smsflow
