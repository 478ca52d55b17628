
#include "report/render.h"
#include "text/json.h"

namespace smsflow {
namespace {

Json to_json(const Share& share) {
  Json json = Json::object({{"hits", share.hits},
                            {"n", share.n},
                            {"rate", nullptr},
                            {"low", nullptr},
                            {"high", nullptr}});
  if (const std::optional<Interval> interval = wilson(share.hits, share.n)) {
    json["rate"] = static_cast<double>(share.hits) / static_cast<double>(share.n);
    json["low"] = interval->low;
    json["high"] = interval->high;
  }
  return json;
}

Json to_json(const Rate& rate) {
  return Json::object({{"delivered", to_json(rate.delivered)},
                       {"attempted", to_json(rate.attempted)},
                       {"open", rate.open}});
}

Json to_json(const TimeSpan& time) {
  Json json = Json::object({{"median_s", nullptr}, {"n", time.n}, {"open", time.open}});
  if (time.median_ms) json["median_s"] = static_cast<double>(*time.median_ms) / 1000;
  return json;
}

Json to_json(const Ratings& said) {
  Json json = Json::object(
      {{"asked", said.asked}, {"satisfied", to_json(said.satisfied)}, {"mean", nullptr}});
  if (said.satisfied.n > 0) {
    json["mean"] = static_cast<double>(said.total) / static_cast<double>(said.satisfied.n);
  }
  return json;
}

Json to_json(const Figures& figures) {
  return Json::object({{"conversations", figures.conversations},
                       {"rates", Json::object({{"confirmation", to_json(figures.confirmation)},
                                               {"reply", to_json(figures.reply)},
                                               {"delivery", to_json(figures.delivery)},
                                               {"resolution", to_json(figures.resolution)}})},
                       {"times", Json::object({{"to_reply", to_json(figures.to_reply)},
                                               {"to_resolution", to_json(figures.to_resolution)}})},
                       {"satisfaction", to_json(figures.satisfaction)},
                       {"outcomes", json_object(figures.outcomes)}});
}

Json to_json(const Exceptions& found) {
  return Json::object({{"failed", json_object(found.failed)},
                       {"unknown", found.unknown},
                       {"expired", found.expired},
                       {"blocked", json_object(found.blocked)},
                       {"replies", found.replies},
                       {"invalid_replies", found.invalid_replies},
                       {"late_replies", found.late_replies},
                       {"opt_outs", found.opt_outs},
                       {"open_handoffs", found.open_handoffs},
                       {"overdue_handoffs", found.overdue_handoffs}});
}

Json moment(const std::optional<Instant>& at) {
  return at ? Json(format_rfc3339(*at)) : Json(nullptr);
}

}  // namespace

std::string render_json(const Report& report) {
  const ReportQuestion& question = report.question;
  Json json = Json::object({{"schema_version", kReportSchema},
                            {"as_of", format_rfc3339(question.now)},
                            {"since", moment(question.since)},
                            {"until", moment(question.until)},
                            {"source", question.source.empty() ? "all" : question.source},
                            {"exceptions", to_json(report.exceptions)}});
  json.add_all(to_json(report.all));
  if (!question.by.empty()) {
    Json groups = Json::list();
    for (const auto& [group, figures] : report.groups) {
      Json one = Json::object({{"group", group}});
      one.add_all(to_json(figures));
      groups.add(std::move(one));
    }
    json["by"] = question.by;
    json["zone"] = question.zone.name();
    json["groups"] = std::move(groups);
    json["not_grouped"] = report.not_grouped;
  }
  return json.dump(2) + "\n";
}

}  // namespace smsflow
