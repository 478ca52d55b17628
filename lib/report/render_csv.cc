#include <fmt/format.h>

#include "report/csv_cell.h"
#include "report/render.h"

namespace smsflow {
namespace {

class Lines {
 public:
  explicit Lines(std::string group) : group_(std::move(group)) {}

  void count(std::string_view figure, std::string_view basis, std::int64_t value) {
    add(figure, basis, {"", "", "", std::to_string(value), "", ""});
  }
  void rate(std::string_view figure, const Rate& rate) {
    share(figure, "delivered", rate.delivered, rate.open);
    share(figure, "attempted", rate.attempted, rate.open);
  }
  void time(std::string_view figure, const TimeSpan& time) {
    const std::string median =
        time.median_ms ? fmt::format("{}", static_cast<double>(*time.median_ms) / 1000) : "n/a";
    add(figure, "seconds", {"", std::to_string(time.n), std::to_string(time.open), median, "", ""});
  }
  void figures(const Figures& figures) {
    count("conversations", "", figures.conversations);
    rate("confirmation", figures.confirmation);
    rate("reply", figures.reply);
    rate("delivery", figures.delivery);
    rate("resolution", figures.resolution);
    time("time_to_reply", figures.to_reply);
    time("time_to_resolution", figures.to_resolution);
    if (figures.satisfaction.asked > 0) {
      const Ratings& said = figures.satisfaction;
      share("satisfaction", "answered", said.satisfied, said.asked - said.satisfied.n);
    }
    for (const auto& [outcome, number] : figures.outcomes) count("outcome", outcome, number);
  }
  const std::string& text() const { return text_; }

 private:
  void share(std::string_view figure, std::string_view basis, const Share& share,
             std::int64_t open) {
    std::vector<std::string> cells = {
        std::to_string(share.hits), std::to_string(share.n), std::to_string(open), "n/a", "", ""};
    if (const std::optional<Interval> interval = wilson(share.hits, share.n)) {
      const double value = static_cast<double>(share.hits) / static_cast<double>(share.n);
      cells[3] = fmt::format("{:.6f}", value);
      cells[4] = fmt::format("{:.6f}", interval->low);
      cells[5] = fmt::format("{:.6f}", interval->high);
    }
    add(figure, basis, cells);
  }
  void add(std::string_view figure, std::string_view basis, const std::vector<std::string>& cells) {
    std::vector<std::string> line = {group_, std::string(figure), std::string(basis)};
    line.insert(line.end(), cells.begin(), cells.end());
    text_ += csv_line(line);
  }

  std::string group_;
  std::string text_;
};

std::string exception_rows(const Exceptions& found) {
  Lines lines("");
  for (const auto& [reason, count] : found.failed) lines.count("failed_texts", reason, count);
  for (const auto& [reason, count] : found.blocked) lines.count("blocked_texts", reason, count);
  lines.count("unknown_sends", "", found.unknown);
  lines.count("expired_texts", "", found.expired);
  lines.count("replies", "", found.replies);
  lines.count("invalid_replies", "", found.invalid_replies);
  lines.count("late_replies", "", found.late_replies);
  lines.count("opt_outs", "", found.opt_outs);
  lines.count("open_handoffs", "", found.open_handoffs);
  lines.count("overdue_handoffs", "", found.overdue_handoffs);
  return lines.text();
}

}  // namespace

std::string render_csv(const Report& report) {
  std::string out =
      csv_line({"group", "figure", "basis", "hits", "n", "open", "value", "low", "high"});
  out += exception_rows(report.exceptions);
  Lines all("");
  all.figures(report.all);
  out += all.text();
  for (const auto& [group, figures] : report.groups) {
    Lines lines(report.question.by + "=" + group);
    lines.figures(figures);
    out += lines.text();
  }
  return out;
}

}  // namespace smsflow
