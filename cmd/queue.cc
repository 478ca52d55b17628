// What waits for a person, and what the person did.
#include <fmt/format.h>

#include <cstdlib>

#include "app/receive.h"
#include "app/which_log.h"
#include "report/text_table.h"
#include "store/read.h"
#include "text/error.h"
#include "text/json.h"
#include "text/utf8.h"

#include "command.h"
#include "options.h"
#include "shared_options.h"

namespace smsflow {
namespace {

struct QueueOptions {
  PlaceOptions place;
  std::vector<std::string> workflows;
  std::string queue;
  std::string id;
  std::string text;
  std::string label;
  std::string agent;
  std::string now;
  std::string format;
  bool back = false;
};

struct OpenCase {
  std::string id;
  std::string queue;
  std::string status;
  std::string priority;
  std::string reason;
  std::string workflow;
  std::string key;
  std::string agent;
  Instant opened_at;
  std::optional<Instant> due;  // of what comes next: the first answer, else the end
  bool overdue = false;
};

std::optional<Instant> moment(const LogRow& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return from_ms(row.integer(column));
}

// High priority first, then what is due first, then the oldest.
std::vector<OpenCase> waiting(const QueueOptions& options, Instant now) {
  LogReader log(find_log(options.place.log, find_config(options.place.config)));
  std::vector<OpenCase> found;
  log.query(
      "SELECT id, queue, status, priority, reason, workflow, key, agent, opened_at, "
      "CASE WHEN responded_at IS NULL THEN first_response_due END, resolution_due FROM v_handoff "
      "WHERE status <> 'resolved' AND (?1 = '' OR queue = ?1) ORDER BY priority = 'high' DESC, "
      "min(coalesce(CASE WHEN responded_at IS NULL THEN first_response_due END, 9e18), "
      "coalesce(resolution_due, 9e18)), opened_at",
      {options.queue}, [&](const LogRow& row) {
        OpenCase one{.id = std::string(row.text(0)),
                     .queue = std::string(row.text(1)),
                     .status = std::string(row.text(2)),
                     .priority = std::string(row.text(3)),
                     .reason = std::string(row.text(4)),
                     .workflow = std::string(row.text(5)),
                     .key = std::string(row.text(6)),
                     .agent = std::string(row.text(7)),
                     .opened_at = from_ms(row.integer(8))};
        for (const std::optional<Instant>& due : {moment(row, 9), moment(row, 10)}) {
          if (due && (!one.due || *due < *one.due)) one.due = due;
        }
        one.overdue = one.due && *one.due < now;
        found.push_back(std::move(one));
      });
  return found;
}

std::string due_text(const OpenCase& one, Instant now) {
  if (!one.due) return "";
  if (one.overdue) return "late by " + format_duration(now - *one.due);
  return "in " + format_duration(*one.due - now);
}

Json json_of_waiting(const OpenCase& one) {
  return Json::object({{"id", one.id},
                       {"queue", one.queue},
                       {"status", one.status},
                       {"priority", one.priority},
                       {"reason", one.reason},
                       {"workflow", one.workflow},
                       {"key", one.key},
                       {"agent", one.agent},
                       {"opened_at", format_rfc3339(one.opened_at)},
                       {"due", one.due ? Json(format_rfc3339(*one.due)) : Json(nullptr)},
                       {"overdue", one.overdue}});
}

void print_waiting(const std::vector<OpenCase>& found, const QueueOptions& options, Instant now,
                   Io& io) {
  if (parse_format(options.format, true, Format::kTable) != Format::kTable) {
    Json handoffs = Json::list();
    for (const OpenCase& one : found) handoffs.add(json_of_waiting(one));
    const Json json = Json::object(
        {{"schema_version", 1}, {"as_of", format_rfc3339(now)}, {"handoffs", std::move(handoffs)}});
    io.out << json.dump(2) << "\n";
    return;
  }
  TextTable table({{"id"},
                   {"queue", TextTable::kLeft, 12},
                   {"", TextTable::kLeft, 4},
                   {"age", TextTable::kRight},
                   {"due", TextTable::kRight},
                   {"who", TextTable::kLeft, 8},
                   {"why", TextTable::kLeft, 60}});
  for (const OpenCase& one : found) {
    table.add({one.id, one.queue, one.priority, format_duration(now - one.opened_at),
               due_text(one, now), one.agent, one.reason});
  }
  if (!table.empty()) io.out << table.render();
}

int list(const QueueOptions& options, Io& io) {
  const Instant now = now_or_system(options.now);
  print_waiting(waiting(options, now), options, now, io);
  return kDone;
}

int check(const QueueOptions& options, Io& io) {
  const Instant now = now_or_system(options.now);
  std::vector<OpenCase> broken;
  for (OpenCase& one : waiting(options, now)) {
    if (one.overdue) broken.push_back(std::move(one));
  }
  print_waiting(broken, options, now, io);
  return broken.empty() ? kDone : kAnswerIsNo;
}

Error no_handoff(const std::string& id) {
  return Error(ErrorKind::kUsage, "no hand-off " + terminal_safe(id), {},
               "smsflow queue list shows those that wait");
}

// Everything an agent should see before answering.
struct Seen {
  Handoff handoff;
  std::optional<Conversation> conversation;
  std::vector<ReadTransaction::Line> lines;
};

Seen look(Log& store, const std::string& id) {
  const std::unique_ptr<ReadTransaction> log = store.read();
  const std::optional<Handoff> handoff = log->handoff(id);
  if (!handoff) throw no_handoff(id);
  Seen seen{*handoff, std::nullopt, log->transcript(handoff->conversation, handoff->contact)};
  if (!handoff->conversation.empty()) seen.conversation = log->conversation(handoff->conversation);
  return seen;
}

Json json_of_handoff(const Seen& seen) {
  const Handoff& handoff = seen.handoff;
  const auto at = [](const std::optional<Instant>& moment) {
    return moment ? Json(format_rfc3339(*moment)) : Json(nullptr);
  };
  Json json = Json::object({{"schema_version", 1},
                            {"id", handoff.id},
                            {"queue", handoff.queue},
                            {"status", name(handoff.status)},
                            {"priority", handoff.priority},
                            {"reason", handoff.reason},
                            {"contact", handoff.contact.e164()},
                            {"agent", handoff.agent},
                            {"opened_at", format_rfc3339(handoff.opened_at)},
                            {"first_response_due", at(handoff.first_response_due)},
                            {"resolution_due", at(handoff.resolution_due)},
                            {"workflow", handoff.workflow},
                            {"key", handoff.key},
                            {"record", Json::object()},
                            {"captured", Json::object()},
                            {"transcript", Json::list()}});
  if (seen.conversation) {
    json["state"] = seen.conversation->state;
    for (const auto& [field, value] : seen.conversation->record.fields) {
      json["record"][field] = to_text(value);
    }
    json["captured"] = json_object(seen.conversation->captured);
  }
  for (const Transaction::Line& line : seen.lines) {
    json["transcript"].add(Json::object({{"at", format_rfc3339(line.at)},
                                         {"from", line.from_contact ? "contact" : "us"},
                                         {"text", line.text},
                                         {"detail", line.detail}}));
  }
  return json;
}

std::string fact(std::string_view title, const std::string& text) {
  if (text.empty()) return {};
  return fmt::format("{:<18}  {}\n", fit(title, 18), fit(text, 60));
}

std::string due_fact(const char* title, const std::optional<Instant>& due, bool met, Instant now) {
  if (!due || met) return {};
  const std::string left =
      *due < now ? "late by " + format_duration(now - *due) : "in " + format_duration(*due - now);
  return fact(title, format_rfc3339(*due) + ", " + left);
}

void print_handoff(const Seen& seen, Instant now, Io& io) {
  const Handoff& handoff = seen.handoff;
  io.out << fact("hand-off", handoff.id) << fact("queue", handoff.queue)
         << fact("status", std::string(name(handoff.status))) << fact("priority", handoff.priority)
         << fact("why", handoff.reason) << fact("contact", handoff.contact.e164())
         << fact("agent", handoff.agent) << fact("opened", format_rfc3339(handoff.opened_at))
         << due_fact("first answer", handoff.first_response_due, handoff.responded_at.has_value(),
                     now)
         << due_fact("resolution", handoff.resolution_due, handoff.resolved_at.has_value(), now)
         << fact("workflow", handoff.workflow) << fact("key", handoff.key);
  if (seen.conversation) {
    io.out << fact("state", seen.conversation->state);
    for (const auto& [field, value] : seen.conversation->record.fields) {
      io.out << fact("  " + field, to_text(value));
    }
    for (const auto& [field, value] : seen.conversation->captured) {
      io.out << fact("  " + field, value);
    }
  }
  io.out << "\n";
  for (const Transaction::Line& line : seen.lines) {
    io.out << format_rfc3339(line.at) << (line.from_contact ? "  <  " : "  >  ")
           << terminal_safe(to_utf8(line.text)) << "\n";
    if (!line.detail.empty()) {
      io.out << std::string(25, ' ') << fit("(" + line.detail + ")", 55) << "\n";
    }
  }
}

int show_handoff(const QueueOptions& options, Io& io) {
  const Instant now = now_or_system(options.now);
  const std::unique_ptr<Log> store =
      open_log(find_log(options.place.log, find_config(options.place.config)),
               {.access = Access::kReadOnly});
  const Seen seen = look(*store, options.id);
  if (parse_format(options.format, true, Format::kTable) == Format::kTable) {
    print_handoff(seen, now, io);
  } else {
    io.out << json_of_handoff(seen).dump(2) << "\n";
  }
  return kDone;
}

std::string agent_of(const QueueOptions& options) {
  if (!options.agent.empty()) return options.agent;
  const char* user = std::getenv("USER");
  if (user && *user) return user;
  throw Error(ErrorKind::kUsage, "who is it?", {}, "add --agent NAME");
}

int act(const QueueOptions& options, AgentAction action, Io& io) {
  action.agent = agent_of(options);
  const Config config = find_config(options.place.config);
  Programs programs(options.workflows, config);
  const Instant now = now_or_system(options.now);
  const std::unique_ptr<Log> store =
      open_peoples_log(find_log(options.place.log, config), "queue", config, false);
  const std::unique_ptr<Transaction> log = store->write(now);
  if (!log->handoff(options.id)) throw no_handoff(options.id);
  const Received received = receive(*log, programs, action, options.id, now);
  if (received.handled == "ignored") {
    io.err << "smsflow: warning: nothing was changed: " << terminal_safe(received.reason) << "\n";
    return kAnswerIsNo;
  }
  log->commit();
  if (io.out_is_terminal) {
    io.out << terminal_safe(options.id + " " + received.handled) << "\n";
  }
  return kDone;
}

int claim(const QueueOptions& options, Io& io) {
  return act(options, {.kind = AgentAction::Kind::kClaim}, io);
}

int reply(const QueueOptions& options, Io& io) {
  if (options.text.empty() || !is_utf8(options.text)) {
    throw Error(ErrorKind::kUsage, "the answer must be text in UTF-8");
  }
  return act(options, {.kind = AgentAction::Kind::kReply, .text = options.text}, io);
}

int resolve(const QueueOptions& options, Io& io) {
  return act(
      options,
      {.kind = AgentAction::Kind::kResolve, .label = options.label, .hand_back = options.back}, io);
}

using QueueVerb = int (*)(const QueueOptions&, Io&);

// The options of a verb that changes a hand-off.
void add_action(Options verb, QueueOptions& options) {
  verb.add("--agent", options.agent, "Who does it; else $USER").type_name("NAME");
  verb.add("--workflow", options.workflows,
           "Workflow files; revisions kept in the log are found without")
      .type_name("FILE");
}

std::function<int(Io&)> define_queue(Options group) {
  auto options = std::make_shared<QueueOptions>();
  std::vector<std::pair<Options, QueueVerb>> verbs;
  const auto add = [&](const char* name, const char* summary, QueueVerb body, bool one) {
    Options verb = group.verb(name, summary);
    if (one) verb.add("id", options->id, "The hand-off").required().type_name("ID");
    add_config(verb, options->place);
    add_log(verb, options->place);
    add_now(verb, options->now);
    verbs.emplace_back(verb, body);
    return verb;
  };
  group.require_verb();
  for (Options verb : {add("list", "What waits for a person", &list, false),
                       add("check", "Exit 1 when a promised time has passed", &check, false)}) {
    verb.add("--queue", options->queue, "Only this queue").type_name("NAME");
    add_format(verb, options->format, "table or json");
  }
  add_format(add("show", "All an agent should see", &show_handoff, true), options->format,
             "table or json");
  add_action(add("claim", "Take it", &claim, true), *options);
  Options answer = add("reply", "Answer the contact", &reply, true);
  answer.add("text", options->text, "The text").required().type_name("TEXT");
  add_action(answer, *options);
  Options end = add("resolve", "It is done", &resolve, true);
  end.add("--label", options->label, "What the reply meant; kept as a correction")
      .type_name("INTENT");
  end.add_flag("--back", options->back, "The question stays open for the workflow");
  add_action(end, *options);
  return [options, verbs](Io& io) {
    for (const auto& [verb, body] : verbs) {
      if (verb.is_given()) return body(*options, io);
    }
    return static_cast<int>(kUsageError);
  };
}

}  // namespace

extern const Command kQueue{"queue", "See and serve what waits for a person", &define_queue};

}  // namespace smsflow
