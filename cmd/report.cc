// What did the texts achieve, and what needs a person now?

#include "report/render.h"
#include "store/read.h"
#include "text/error.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include "command.h"
#include "options.h"
#include "shared_options.h"

namespace smsflow {
namespace {

struct ReportOptions {
  PlaceOptions place;
  std::string since;
  std::string until;
  std::string source = "live";
  std::string by;
  std::string zone = "UTC";
  std::string now;
  std::string format;
};

ReportQuestion question_of(const ReportOptions& options) {
  ReportQuestion question{.now = now_or_system(options.now)};
  if (!options.since.empty()) question.since = parse_since(options.since, "--since", question.now);
  if (!options.until.empty()) question.until = parse_since(options.until, "--until", question.now);
  if (question.since && question.until && *question.since >= *question.until) {
    throw Error(ErrorKind::kUsage, "--since is not before --until");
  }
  const std::vector<std::string> sources = {"live", "simulated", "replayed", "all"};
  if (std::find(sources.begin(), sources.end(), options.source) == sources.end()) {
    const std::string near = nearest(options.source, sources);
    throw Error(ErrorKind::kUsage, "unknown source " + terminal_safe(options.source), {},
                near.empty() ? "sources are live, simulated, replayed and all"
                             : "did you mean " + near + "?");
  }
  question.source = options.source == "all" ? "" : options.source;
  question.by = options.by;
  const std::optional<Zone> zone = Zone::find(options.zone);
  if (!zone) {
    throw Error(ErrorKind::kUsage, "unknown zone " + terminal_safe(options.zone), {},
                "zones have names like America/Chicago");
  }
  question.zone = *zone;
  return question;
}

int run_report(const ReportOptions& options, Io& io) {
  const Format format = parse_format(options.format, true, Format::kTable);
  const ReportQuestion question = question_of(options);
  const std::string path = find_log(options.place.log, find_config(options.place.config));
  LogReader log(path);
  const Report report = make_report(log, question);
  if (!report.only_source.empty()) {
    io.err << "smsflow: warning: the log holds no " << question.source << " texts\nhint: --source "
           << report.only_source << " shows the " << report.only_source << " ones\n";
  }
  switch (format) {
    case Format::kTable:
      io.out << render_table(report);
      break;
    case Format::kCsv:
      io.out << render_csv(report);
      break;
    default:
      io.out << render_json(report);
  }
  return kDone;
}

std::function<int(Io&)> define_report(Options verb) {
  auto options = std::make_shared<ReportOptions>();
  verb.add("--since", options->since, "From this moment on: RFC 3339, a date, or an age (7d)")
      .type_name("TIME");
  verb.add("--until", options->until, "Up to this moment, itself not counted").type_name("TIME");
  verb.add("--by", options->by,
           "Also by workflow, template, variant, sender, provider, label, hour, day, or a "
           "field of the record")
      .type_name("FIELD");
  verb.add("--source", options->source, "live (the default), simulated, replayed or all")
      .type_name("SOURCE");
  verb.add("--zone", options->zone, "Time zone of hours and days; else UTC").type_name("ZONE");
  add_config(verb, options->place);
  add_log(verb, options->place);
  add_now(verb, options->now);
  add_format(verb, options->format, "table, json or csv");
  return [options](Io& io) { return run_report(*options, io); };
}

}  // namespace

extern const Command kReport{"report", "Say what the texts achieved, exceptions first",
                             &define_report};

}  // namespace smsflow
