// Is the log whole, and how do I take it elsewhere?
#include <algorithm>

#include "app/which_log.h"
#include "report/csv_cell.h"
#include "store/backup.h"
#include "store/read.h"
#include "text/error.h"
#include "text/json.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include "command.h"
#include "log_purge.h"
#include "options.h"
#include "shared_options.h"

namespace smsflow {
namespace {

struct LogOptions {
  PlaceOptions place;
  std::string view;
  std::string format;
  std::string target;
  PurgeOptions purge;
};

std::string log_path(const LogOptions& options) {
  return find_log(options.place.log, find_config(options.place.config));
}

// Writing would make a log where there is none.
void require_log(const std::string& path) {
  const LogReader reader(path);
}

int say(const std::vector<std::string>& faults, const char* well, Io& io) {
  for (const std::string& fault : faults) io.out << terminal_safe(fault) << "\n";
  if (faults.empty()) io.out << well << "\n";
  return faults.empty() ? kDone : kAnswerIsNo;
}

int verify(const LogOptions& options, Io& io) {
  return say(open_log(log_path(options), {.access = Access::kReadOnly})->verify(),
             "the chain is whole", io);
}

int rebuild_check(const LogOptions& options, Io& io) {
  return say(open_log(log_path(options), {.access = Access::kReadOnly})->check_projections(),
             "the projections follow from the events", io);
}

const std::vector<std::string>& views() {
  static const std::vector<std::string> names = {
      "v_message",    "v_hook",    "v_mail",   "v_reply", "v_conversation", "v_handoff",
      "v_correction", "v_contact", "v_record", "v_look",  "v_event"};
  return names;
}

// "message, hook, ... and event"
std::string view_words() {
  std::string words;
  for (const std::string& name : views()) {
    words += (words.empty() ? "" : name == views().back() ? " and " : ", ") + name.substr(2);
  }
  return words;
}

std::string require_view(const std::string& asked) {
  std::string name = asked.starts_with("v_") ? asked : "v_" + asked;
  if (std::find(views().begin(), views().end(), name) != views().end()) return name;
  const std::string near = nearest(name, views());
  throw Error(ErrorKind::kUsage, "no view " + terminal_safe(asked), {},
              near.empty() ? "views are " + view_words() : "did you mean " + near.substr(2) + "?");
}

// `context` holds the text that was sent, with what it was rendered from.
std::string sent_text(const std::string& stored) {
  const std::optional<Json> parsed = Json::parse(stored);
  return parsed ? parsed->text_at("sent") : std::string();
}

std::string cell_of(const LogRow& row, int column) {
  const std::string text(row.text(column));
  return row.name(column) == "context" ? sent_text(text) : text;
}

// `data` and `record` hold JSON already.
Json json_of(const LogRow& row, int column) {
  const LogValue value = row.value(column);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  const auto* text = std::get_if<std::string>(&value);
  if (!text) return nullptr;
  if (row.name(column) == "context") return sent_text(*text);
  if (row.name(column) == "record" || row.name(column) == "data" ||
      row.name(column) == "consents") {
    if (std::optional<Json> parsed = Json::parse(*text)) return *std::move(parsed);
  }
  return *text;
}

void export_jsonl(LogReader& log, const std::string& sql, Io& io) {
  log.query(sql, {}, [&](const LogRow& row) {
    Json line = Json::object();
    for (int i = 0; i < row.size(); ++i) line[std::string(row.name(i))] = json_of(row, i);
    io.out << line.dump() << '\n';
  });
}

void export_csv(LogReader& log, const std::string& sql, Io& io) {
  io.out << csv_line(log.columns(sql));
  std::string line;
  log.query(sql, {}, [&](const LogRow& row) {
    line.clear();
    for (int i = 0; i < row.size(); ++i) {
      if (i > 0) line += ',';
      append_csv_cell(line, cell_of(row, i));
    }
    io.out << line << "\r\n";
  });
}

int export_view(const LogOptions& options, Io& io) {
  const Format format = parse_format(options.format, false, Format::kJsonl);
  const std::string sql = "SELECT * FROM " + require_view(options.view);
  LogReader log(log_path(options));
  if (format == Format::kCsv) {
    export_csv(log, sql, io);
  } else if (format == Format::kJsonl) {
    export_jsonl(log, sql, io);
  } else {
    throw Error(ErrorKind::kUsage, "log export writes jsonl or csv");
  }
  return kDone;
}

int create(const LogOptions& options, Io& io) {
  const Config config = find_config(options.place.config);
  const std::string path = find_log(options.place.log, config);
  create_log(path, config.log_mode);
  if (io.out_is_terminal) io.out << "the log was made: " << path << "\n";
  return kDone;
}

int backup(const LogOptions& options, Io& io) {
  back_up(log_path(options), options.target);
  if (io.out_is_terminal) io.out << "the log was copied to " << options.target << "\n";
  return kDone;
}

int purge(const LogOptions& options, Io& io) {
  const std::string path = log_path(options);
  require_log(path);
  return purge_log(path, options.purge, io);
}

using LogVerb = int (*)(const LogOptions&, Io&);

std::function<int(Io&)> define_log(Options group) {
  auto options = std::make_shared<LogOptions>();
  std::vector<std::pair<Options, LogVerb>> verbs;
  const auto add = [&](const char* name, const char* summary, LogVerb body) {
    Options verb = group.verb(name, summary);
    add_config(verb, options->place);
    add_log(verb, options->place);
    verbs.emplace_back(verb, body);
    return verb;
  };
  group.require_verb();
  add("create", "Make the log, once", &create);
  add("verify", "Compute the chain of hashes again", &verify);
  add("rebuild-check", "Fold the events again and compare with the projections", &rebuild_check);
  Options exported = add("export", "Write a view", &export_view);
  exported.add("--view", options->view, view_words()).required().type_name("NAME");
  add_format(exported, options->format, "jsonl or csv");
  add("backup", "Copy the log while it is in use", &backup)
      .add("file", options->target, "The copy, a new file")
      .required()
      .type_name("FILE");
  Options purged = add("purge", "Erase numbers, texts and record fields that are old", &purge);
  purged.add("--older-than", options->purge.older_than, "Age, like 400d or 104w")
      .required()
      .type_name("DURATION");
  purged.add_flag("--dry-run", options->purge.dry_run, "Only say what would be erased");
  add_now(purged, options->purge.now);
  return [options, verbs](Io& io) {
    for (const auto& [verb, body] : verbs) {
      if (verb.is_given()) return body(*options, io);
    }
    return static_cast<int>(kUsageError);
  };
}

}  // namespace

extern const Command kLog{"log", "Make, verify, export, back up and purge the log", &define_log};

}  // namespace smsflow
