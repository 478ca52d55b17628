// Is this workflow right, and what does it do?
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "classify/classifier.h"
#include "command.h"
#include "hook/delivery.h"
#include "options.h"
#include "record/reader.h"
#include "report/text_table.h"
#include "shared_options.h"
#include "text/error.h"
#include "text/json.h"
#include "text/utf8.h"
#include "workflow/intents.h"
#include "workflow/load.h"

namespace smsflow {
namespace {

struct CheckOptions {
  PlaceOptions place;
  std::vector<std::string> files;
  std::string format;
  bool strict = false;
  bool map = false;
};

struct Checked {
  std::string file;
  LoadedWorkflow loaded;
};

bool hands_off(const Reaction& reaction, const std::string& queue) {
  return reaction.handoff == queue || (reaction.then && hands_off(*reaction.then, queue));
}

// Where the file first names the queue.
Place place_of(const Workflow& workflow, const std::string& queue) {
  Place first{workflow.file};
  for (const State& state : workflow.states) {
    if (state.handoff == queue && (first.line == 0 || state.place.line < first.line)) {
      first = state.place;
    }
    for (const auto& [intent, reaction] : state.on) {
      if (!hands_off(reaction, queue)) continue;
      if (first.line == 0 || reaction.place.line < first.line) first = reaction.place;
    }
  }
  for (const auto& [exception, reaction] : workflow.exceptions) {
    if (!hands_off(reaction, queue)) continue;
    if (first.line == 0 || reaction.place.line < first.line) first = reaction.place;
  }
  return first;
}

// A hand-off to a queue nobody configured would be seen by nobody.
void check_queues(const Config& config, LoadedWorkflow& loaded) {
  for (const std::string& queue : loaded.value.queues()) {
    if (config.queues.contains(queue)) continue;
    loaded.diagnostics.push_back(
        {.severity = Severity::kWarning,
         .place = place_of(loaded.value, queue),
         .message = "hands off to queue \"" + queue + "\", which the configuration does not name",
         .hint = "add [queue." + queue + "] to " +
                 (config.file.empty() ? "smsflow.toml" : config.file) +
                 "; send and serve-webhook refuse to run without it",
         .code = "unknown-queue"});
  }
}

// An event that no receiver wants is no fault where nobody is told of anything.
void check_hooks(const Config& config, LoadedWorkflow& loaded) {
  if (config.hooks.empty()) return;
  const auto check = [&](const std::string& event, const Place& place) {
    const bool is_wanted = event.empty() || std::any_of(config.hooks.begin(), config.hooks.end(),
                                                        [&](const auto& hook) {
                                                          return wants(hook.second.events, event);
                                                        });
    if (is_wanted) return;
    loaded.diagnostics.push_back(
        {.severity = Severity::kWarning,
         .place = place,
         .message = "emits \"" + event + "\", which no [hook] of the configuration wants",
         .hint = "add it to the events of a hook in " + config.file,
         .code = "unwanted-event"});
  };
  for (const State& state : loaded.value.states) {
    check(state.emit, state.place);
    for (const auto& [intent, reaction] : state.on) {
      check(reaction.emit, reaction.place);
      if (reaction.then) check(reaction.then->emit, reaction.then->place);
    }
  }
}

Checked check_file(const std::string& file, const Config& config) {
  Checked checked{file, load_workflow_file(file, reserved_words())};
  LoadedWorkflow& loaded = checked.loaded;
  if (has_errors(loaded.diagnostics)) return checked;
  const std::vector<Diagnostic> conditions = check_conditions(loaded.value);
  loaded.diagnostics.insert(loaded.diagnostics.end(), conditions.begin(), conditions.end());
  if (!has_errors(loaded.diagnostics)) {
    check_queues(config, loaded);
    check_hooks(config, loaded);
  }
  std::stable_sort(loaded.diagnostics.begin(), loaded.diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return std::pair(a.place.line, a.place.column) <
                            std::pair(b.place.line, b.place.column);
                   });
  return checked;
}

std::string join(const std::vector<std::string>& words, std::string_view between = ", ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

std::string trigger_of(const Workflow& workflow) {
  const Trigger& trigger = workflow.trigger;
  std::vector<std::string> parts;
  if (!trigger.when.empty()) parts.push_back(trigger.when);
  if (trigger.at) {
    const Duration offset = trigger.at->offset;
    std::string at = "at " + trigger.at->field;
    if (offset != Duration{}) {
      at += (offset < Duration{} ? " - " : " + ") +
            format_duration(offset < Duration{} ? -offset : offset);
    }
    parts.push_back(at);
  }
  for (const RecordStage& stage : trigger.stages) {
    parts.push_back(stage.start + (stage.begins ? " when " : " later, when ") + stage.when);
  }
  if (!trigger.keywords.empty()) parts.push_back("text of " + join(trigger.keywords, " or "));
  if (trigger.catch_all) parts.push_back("any text nothing else wants");
  return join(parts);
}

// Intents that a question of the workflow reacts to, with their keywords.
std::vector<std::string> replies_of(const Workflow& workflow) {
  std::vector<std::string> replies;
  for (const State& state : workflow.states) {
    for (const auto& [intent, reaction] : state.on) {
      const std::vector<std::string>& reserved = reserved_reactions();
      if (std::find(reserved.begin(), reserved.end(), intent) != reserved.end()) continue;
      const IntentSpec* spec = workflow.find_intent(intent);
      std::string reply = intent;
      if (spec && !spec->keywords.empty()) reply += " (" + join(spec->keywords, " ") + ")";
      if (std::find(replies.begin(), replies.end(), reply) == replies.end()) {
        replies.push_back(reply);
      }
    }
  }
  return replies;
}

std::vector<std::string> outcomes_of(const Workflow& workflow) {
  std::vector<std::string> outcomes;
  for (const State& state : workflow.states) {
    if (state.end.empty()) continue;
    if (std::find(outcomes.begin(), outcomes.end(), state.end) != outcomes.end()) continue;
    outcomes.push_back(state.end);
  }
  for (const std::string& queue : workflow.queues()) outcomes.push_back("person at " + queue);
  return outcomes;
}

// What each exception leads to: the queue it is escalated to, or that it resolves itself.
std::vector<std::string> exceptions_of(const Workflow& workflow) {
  std::vector<std::string> exceptions;
  for (const auto& [exception, reaction] : workflow.exceptions) {
    const Reaction& last = reaction.then ? *reaction.then : reaction;
    std::string to = last.handoff.empty() ? "auto-resolved" : last.handoff;
    if (!last.priority.empty()) to += " (" + last.priority + ")";
    exceptions.push_back(fmt::format("{}: {}", exception, to));
  }
  return exceptions;
}

std::vector<std::string> owners_of(const Workflow& workflow) {
  std::vector<std::string> owners;
  owners.reserve(workflow.owners.size());
  for (const auto& [what, who] : workflow.owners)
    owners.push_back(fmt::format("{}: {}", what, who));
  return owners;
}

// Words wrapped to 80 columns behind a title of 13.
std::string paragraph(std::string_view title, const std::string& text) {
  constexpr int kIndent = 13;
  constexpr int kWidth = 80;
  std::string out = fmt::format("  {:<11}", title);
  int used = kIndent;
  std::istringstream words(terminal_safe(text));
  for (std::string word; words >> word;) {
    const int width = display_width(word);
    if (used > kIndent && used + 1 + width > kWidth) {
      out += "\n" + std::string(kIndent, ' ');
      used = kIndent;
    } else if (used > kIndent) {
      out += ' ';
      ++used;
    }
    out += word;
    used += width;
  }
  return out + "\n";
}

std::string map_text(const Workflow& workflow) {
  return terminal_safe(workflow.name) + "\n" + paragraph("source", workflow.record.source) +
         paragraph("trigger", trigger_of(workflow)) +
         paragraph("replies", join(replies_of(workflow))) +
         paragraph("outcome", join(outcomes_of(workflow))) +
         paragraph("exceptions", join(exceptions_of(workflow))) + paragraph("kpi", workflow.kpi) +
         paragraph("owners", join(owners_of(workflow)));
}

Json map_json(const Workflow& workflow) {
  return Json::object({{"workflow", workflow.name},
                       {"revision", workflow.revision},
                       {"source", workflow.record.source},
                       {"trigger", trigger_of(workflow)},
                       {"replies", json_list(replies_of(workflow))},
                       {"outcomes", json_list(outcomes_of(workflow))},
                       {"exceptions", json_list(exceptions_of(workflow))},
                       {"kpi", workflow.kpi},
                       {"owners", json_object(workflow.owners)}});
}

Json json_of_fault(const Diagnostic& diagnostic) {
  return Json::object({{"severity", diagnostic.severity == Severity::kError ? "error" : "warning"},
                       {"code", diagnostic.code},
                       {"file", diagnostic.place.file},
                       {"line", diagnostic.place.line},
                       {"column", diagnostic.place.column},
                       {"message", diagnostic.message},
                       {"hint", diagnostic.hint}});
}

void print_checked_json(const std::vector<Diagnostic>& secrets, const std::vector<Checked>& files,
                        bool map, Io& io) {
  Json diagnostics = Json::list();
  for (const Diagnostic& diagnostic : secrets) diagnostics.add(json_of_fault(diagnostic));
  Json maps = Json::list();
  for (const Checked& file : files) {
    for (const Diagnostic& diagnostic : file.loaded.diagnostics) {
      diagnostics.add(json_of_fault(diagnostic));
    }
    if (map && !has_errors(file.loaded.diagnostics)) maps.add(map_json(file.loaded.value));
  }
  Json json = Json::object({{"schema_version", 1}, {"diagnostics", std::move(diagnostics)}});
  if (map) json["map"] = std::move(maps);
  io.out << json.dump(2) << "\n";
}

void print_checked(const std::vector<Diagnostic>& secrets, const std::vector<Checked>& files,
                   bool map, Io& io) {
  for (const Diagnostic& diagnostic : secrets) io.out << render(diagnostic, {});
  for (const Checked& file : files) {
    for (const Diagnostic& diagnostic : file.loaded.diagnostics) {
      std::string text = render(diagnostic, file.loaded.value.source);
      if (!text.ends_with('\n')) text += '\n';
      io.out << text;
    }
  }
  if (!map) return;
  bool first = true;
  for (const Checked& file : files) {
    if (has_errors(file.loaded.diagnostics)) continue;
    io.out << (first ? "" : "\n") << map_text(file.loaded.value);
    first = false;
  }
}

int run_check(const CheckOptions& options, Io& io) {
  const Format format = parse_format(options.format, true, Format::kTable);
  const Config config = find_config(options.place.config);
  const std::vector<Diagnostic> secrets = check_secrets(config);
  std::vector<Checked> files;
  files.reserve(options.files.size());
  bool bad = options.strict && !secrets.empty();
  for (const std::string& file : options.files) {
    files.push_back(check_file(file, config));
    const std::vector<Diagnostic>& found = files.back().loaded.diagnostics;
    bad = bad || has_errors(found) || (options.strict && !found.empty());
  }
  if (format == Format::kTable) {
    print_checked(secrets, files, options.map, io);
  } else {
    print_checked_json(secrets, files, options.map, io);
  }
  return bad ? kAnswerIsNo : kDone;
}

std::function<int(Io&)> define_check(Options verb) {
  auto options = std::make_shared<CheckOptions>();
  verb.add("workflow", options->files, "Workflow files").required().type_name("FILE");
  verb.add_flag("--strict", options->strict, "Warnings count as errors");
  verb.add_flag("--map", options->map, "Print what starts each workflow and what it leads to");
  add_config(verb, options->place);
  add_format(verb, options->format, "table or json");
  return [options](Io& io) { return run_check(*options, io); };
}

}  // namespace

extern const Command kCheck{"check", "Find the faults of workflow files", &define_check};

}  // namespace smsflow
