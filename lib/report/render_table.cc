#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/render.h"
#include "report/text_table.h"

namespace smsflow {
namespace {

std::string percent(const Share& share) {
  if (share.n == 0) return "n/a";
  return fmt::format("{:.1f} %",
                     100.0 * static_cast<double>(share.hits) / static_cast<double>(share.n));
}

std::string range(const Share& share) {
  const std::optional<Interval> interval = wilson(share.hits, share.n);
  if (!interval) return "";
  return fmt::format("{:.1f}-{:.1f}", 100 * interval->low, 100 * interval->high);
}

std::string span(const std::optional<std::int64_t>& median_ms) {
  return median_ms ? format_duration(Duration{*median_ms}) : "n/a";
}

std::string by_reason(const std::map<std::string, std::int64_t>& counts) {
  std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [reason, count] : sorted) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", reason, count);
  }
  return text;
}

std::int64_t total(const std::map<std::string, std::int64_t>& counts) {
  std::int64_t sum = 0;
  for (const auto& [reason, count] : counts) sum += count;
  return sum;
}

std::string heading(const ReportQuestion& question) {
  std::string text = "report of " + (question.source.empty() ? "all" : question.source) + " texts";
  if (question.since) text += " from " + format_rfc3339(*question.since);
  if (question.until) text += " to " + format_rfc3339(*question.until);
  const std::string moment = "as of " + format_rfc3339(question.now);
  return text + (question.since && question.until ? ",\n" : ", ") + moment + "\n";
}

std::string exception_lines(const Exceptions& found) {
  struct Line {
    const char* title;
    std::int64_t count;
    std::string note;
  };
  const Line lines[] = {
      {"failed texts", total(found.failed), by_reason(found.failed)},
      {"unknown sends", found.unknown, "may or may not have left; never sent again blindly"},
      {"expired texts", found.expired, "their moment passed before they could leave"},
      {"blocked texts", total(found.blocked), by_reason(found.blocked)},
      {"invalid replies", found.invalid_replies, fmt::format("of {} replies", found.replies)},
      {"late replies", found.late_replies, "after respond_by"},
      {"opt-outs", found.opt_outs, ""},
      {"overdue hand-offs", found.overdue_handoffs, "a promised time has passed"},
      {"open hand-offs", found.open_handoffs, "waiting for a person"},
  };
  std::string out;
  for (const Line& line : lines) {
    if (line.count == 0) continue;
    std::string text = fmt::format("  {:<18}{:>8}  {}", line.title, line.count, fit(line.note, 50));
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return "exceptions\n" + (out.empty() ? "  none\n" : out);
}

std::string rate_table(const Figures& all) {
  TextTable table({{"rate"},
                   {"delivered", TextTable::kRight},
                   {"95 %", TextTable::kRight},
                   {"n", TextTable::kRight},
                   {"attempted", TextTable::kRight},
                   {"95 %", TextTable::kRight},
                   {"n", TextTable::kRight},
                   {"open", TextTable::kRight}});
  const auto add = [&](const char* title, const Rate& rate) {
    table.add({title, percent(rate.delivered), range(rate.delivered),
               std::to_string(rate.delivered.n), percent(rate.attempted), range(rate.attempted),
               std::to_string(rate.attempted.n), std::to_string(rate.open)});
  };
  add("confirmation", all.confirmation);
  add("reply", all.reply);
  add("delivery", all.delivery);
  add("resolution", all.resolution);
  return table.render();
}

std::string time_table(const Figures& all) {
  TextTable table({{"time"},
                   {"median", TextTable::kRight},
                   {"n", TextTable::kRight},
                   {"open", TextTable::kRight}});
  const auto add = [&](const char* title, const TimeSpan& time) {
    table.add({title, span(time.median_ms), std::to_string(time.n), std::to_string(time.open)});
  };
  add("to reply", all.to_reply);
  add("to resolution", all.to_resolution);
  return table.render();
}

// Nothing where nobody was asked.
std::string satisfaction_line(const Ratings& said) {
  if (said.asked == 0) return {};
  std::string line = fmt::format("\nsatisfied  {} rated 4 or 5", percent(said.satisfied));
  if (said.satisfied.n > 0) {
    line += fmt::format(" (95 %: {}), mean {:.1f}", range(said.satisfied),
                        static_cast<double>(said.total) / static_cast<double>(said.satisfied.n));
  }
  return line + fmt::format("; {} of {} answered\n", said.satisfied.n, said.asked);
}

std::string outcome_table(const Figures& all) {
  TextTable table({{"outcome"}, {"conversations", TextTable::kRight}, {"", TextTable::kRight}});
  std::vector<std::pair<std::string, std::int64_t>> sorted(all.outcomes.begin(),
                                                           all.outcomes.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [outcome, count] : sorted) {
    table.add({outcome, std::to_string(count), percent({count, all.conversations})});
  }
  return table.render();
}

std::string group_table(const Report& report) {
  TextTable table({{report.question.by, TextTable::kLeft, 20},
                   {"asked", TextTable::kRight},
                   {"confirmed", TextTable::kRight},
                   {"replied", TextTable::kRight},
                   {"delivered", TextTable::kRight},
                   {"resolved", TextTable::kRight},
                   {"reply", TextTable::kRight}});
  for (const auto& [group, figures] : report.groups) {
    table.add({group.empty() ? "(none)" : group, std::to_string(figures.conversations),
               percent(figures.confirmation.delivered), percent(figures.reply.delivered),
               percent(figures.delivery.delivered), percent(figures.resolution.delivered),
               span(figures.to_reply.median_ms)});
  }
  std::string out = table.render();
  if (report.not_grouped > 0) {
    out += fmt::format("and {} conversations of further groups\n", report.not_grouped);
  }
  return out;
}

std::string group_outcome_table(const Report& report) {
  TextTable table({{report.question.by, TextTable::kLeft, 20},
                   {"outcome", TextTable::kLeft, 20},
                   {"conversations", TextTable::kRight},
                   {"", TextTable::kRight}});
  for (const auto& [group, figures] : report.groups) {
    for (const auto& [outcome, count] : figures.outcomes) {
      table.add({group.empty() ? "(none)" : group, outcome, std::to_string(count),
                 percent({count, figures.conversations})});
    }
  }
  return table.render();
}

}  // namespace

std::string render_table(const Report& report) {
  std::string out = heading(report.question) + "\n" + exception_lines(report.exceptions) + "\n" +
                    rate_table(report.all) + "\n" + time_table(report.all) +
                    satisfaction_line(report.all.satisfaction);
  if (!report.all.outcomes.empty()) out += "\n" + outcome_table(report.all);
  if (!report.groups.empty()) {
    out += "\nof delivered, by " + fit(report.question.by, 40) + "\n" + group_table(report) + "\n" +
           group_outcome_table(report);
  }
  return out;
}

}  // namespace smsflow
