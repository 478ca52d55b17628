#include <nlohmann/json.hpp>

#include "report/render.h"

namespace smsflow {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Share& share) {
  Json json = {
      {"hits", share.hits}, {"n", share.n}, {"rate", nullptr}, {"low", nullptr}, {"high", nullptr}};
  if (const std::optional<Interval> interval = wilson(share.hits, share.n)) {
    json["rate"] = static_cast<double>(share.hits) / static_cast<double>(share.n);
    json["low"] = interval->low;
    json["high"] = interval->high;
  }
  return json;
}

Json to_json(const Rate& rate) {
  return {{"delivered", to_json(rate.delivered)},
          {"attempted", to_json(rate.attempted)},
          {"open", rate.open}};
}

Json to_json(const TimeSpan& time) {
  Json json = {{"median_s", nullptr}, {"n", time.n}, {"open", time.open}};
  if (time.median_ms) json["median_s"] = static_cast<double>(*time.median_ms) / 1000;
  return json;
}

Json to_json(const Ratings& said) {
  Json json = {{"asked", said.asked}, {"satisfied", to_json(said.satisfied)}, {"mean", nullptr}};
  if (said.satisfied.n > 0) {
    json["mean"] = static_cast<double>(said.total) / static_cast<double>(said.satisfied.n);
  }
  return json;
}

Json to_json(const Figures& figures) {
  return {{"conversations", figures.conversations},
          {"rates",
           {{"confirmation", to_json(figures.confirmation)},
            {"reply", to_json(figures.reply)},
            {"delivery", to_json(figures.delivery)},
            {"resolution", to_json(figures.resolution)}}},
          {"times",
           {{"to_reply", to_json(figures.to_reply)},
            {"to_resolution", to_json(figures.to_resolution)}}},
          {"satisfaction", to_json(figures.satisfaction)},
          {"outcomes", figures.outcomes}};
}

Json to_json(const Exceptions& found) {
  return {{"failed", found.failed},
          {"unknown", found.unknown},
          {"expired", found.expired},
          {"blocked", found.blocked},
          {"replies", found.replies},
          {"invalid_replies", found.invalid_replies},
          {"late_replies", found.late_replies},
          {"opt_outs", found.opt_outs},
          {"open_handoffs", found.open_handoffs},
          {"overdue_handoffs", found.overdue_handoffs}};
}

Json moment(const std::optional<Instant>& at) {
  return at ? Json(format_rfc3339(*at)) : Json(nullptr);
}

}  // namespace

std::string render_json(const Report& report) {
  const ReportQuestion& question = report.question;
  Json json = {{"schema_version", kReportSchema},
               {"as_of", format_rfc3339(question.now)},
               {"since", moment(question.since)},
               {"until", moment(question.until)},
               {"source", question.source.empty() ? "all" : question.source},
               {"exceptions", to_json(report.exceptions)}};
  json.update(to_json(report.all));
  if (!question.by.empty()) {
    Json groups = Json::array();
    for (const auto& [group, figures] : report.groups) {
      Json one = {{"group", group}};
      one.update(to_json(figures));
      groups.push_back(std::move(one));
    }
    json["by"] = question.by;
    json["zone"] = question.zone.name();
    json["groups"] = std::move(groups);
    json["not_grouped"] = report.not_grouped;
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace smsflow
