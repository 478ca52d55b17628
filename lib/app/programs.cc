#include "app/programs.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "app/model_file.h"
#include "hook/delivery.h"
#include "text/error.h"
#include "workflow/load.h"

extern "C" const char smsflow_embedded_workflow[];
extern "C" const char smsflow_embedded_workflow_end[];

namespace smsflow {
namespace {

constexpr std::string_view kEmbeddedName = "appointment.toml (built in)";

LoadedWorkflow load(const std::string& file) {
  if (file.empty()) return load_workflow(embedded_workflow(), kEmbeddedName, reserved_words());
  return load_workflow_file(file, reserved_words());
}

}  // namespace

std::string_view embedded_workflow() {
  return {smsflow_embedded_workflow,
          static_cast<std::size_t>(smsflow_embedded_workflow_end - smsflow_embedded_workflow)};
}

struct Programs::Compiled {
  Compiled(Workflow value, std::shared_ptr<const Model> model, const std::string& region)
      : workflow(std::move(value)),
        classifier(&workflow, std::move(model)),
        reader(workflow, region),
        program{&workflow, &classifier} {}
  Workflow workflow;
  Classifier classifier;
  RecordReader reader;
  Program program;
};

Programs::Programs(const std::vector<std::string>& files, const Config& config)
    : config_(config), model_(load_model(config.model)) {
  std::string faults;
  for (const std::string& file : files) {
    LoadedWorkflow loaded = load(file);
    std::vector<Diagnostic> diagnostics = loaded.diagnostics;
    if (!has_errors(diagnostics)) {
      const std::vector<Diagnostic> conditions = check_conditions(loaded.value);
      diagnostics.insert(diagnostics.end(), conditions.begin(), conditions.end());
    }
    for (const Diagnostic& diagnostic : diagnostics) {
      if (diagnostic.severity == Severity::kError) {
        faults += "\n" + render(diagnostic, loaded.value.source);
      }
    }
    if (has_errors(diagnostics)) continue;
    if (find(loaded.value.name) || find(loaded.value.log_name())) {
      faults += fmt::format("\n{}: error: workflow {} is loaded twice", file, loaded.value.name);
      continue;
    }
    auto compiled = std::make_unique<Compiled>(std::move(loaded.value), model_, config.region);
    workflows_.push_back(&compiled->workflow);
    setting_.current.push_back(compiled->program);
    by_revision_.emplace(compiled->workflow.revision, std::move(compiled));
  }
  if (!faults.empty()) {
    throw Error(ErrorKind::kBadInput, "the workflow has faults:" + faults, {},
                "smsflow check FILE shows them all, warnings too");
  }
  setting_.pinned = [this](std::string_view, std::string_view revision) -> const Program* {
    Compiled* known = compiled(revision, log_);
    return known ? &known->program : nullptr;
  };
  setting_.desk = [this](std::string_view queue, const Workflow* workflow) {
    Desk desk{.name = std::string(queue)};
    const auto found = config_.queues.find(queue);
    if (found == config_.queues.end()) {
      desk.configured = false;
      if (workflow) desk.hours = workflow->hours;
      return desk;
    }
    const QueueConfig& known = found->second;
    desk.hours = known.hours;
    desk.first_response = known.first_response;
    desk.resolution = known.resolution;
    desk.business_clock = known.clock != "24x7";
    desk.priority_queue = known.priority;
    desk.holding = known.holding;
    desk.after_hours = known.after_hours;
    desk.hook = known.hook;
    return desk;
  };
  setting_.hooks = [this](std::string_view event) {
    std::vector<std::string> wanting;
    for (const auto& [name, hook] : config_.hooks) {
      if (wants(hook.events, event)) wanting.push_back(name);
    }
    return wanting;
  };
}

Programs::~Programs() = default;

const Workflow* Programs::find(std::string_view name) const {
  for (const Workflow* workflow : workflows_) {
    if (workflow->name == name || workflow->log_name() == name) return workflow;
  }
  return nullptr;
}

Programs::Compiled* Programs::compiled(std::string_view revision, ReadTransaction* log) {
  const auto found = by_revision_.find(revision);
  if (found != by_revision_.end()) return found->second.get();
  if (!log) return nullptr;
  const std::string source = log->revision_source(revision);
  if (source.empty()) return nullptr;
  LoadedWorkflow loaded =
      load_workflow(source, fmt::format("revision {:.12}", revision), reserved_words());
  if (has_errors(loaded.diagnostics) || !check_conditions(loaded.value).empty()) return nullptr;
  auto compiled = std::make_unique<Compiled>(std::move(loaded.value), model_, config_.region);
  return by_revision_.emplace(std::string(revision), std::move(compiled)).first->second.get();
}

const Setting& Programs::setting(ReadTransaction* log) {
  log_ = log;
  return setting_;
}

std::unique_ptr<RecordReader> Programs::reader(const Workflow& workflow) const {
  return std::make_unique<RecordReader>(workflow, config_.region);
}

bool Programs::eligible(const RecordSnapshot& record, std::string_view revision, Instant now) {
  Compiled* known = compiled(revision, nullptr);
  return known && known->reader.eligible(record, now);
}

const Workflow* Programs::revision(std::string_view revision) {
  Compiled* known = compiled(revision, nullptr);
  return known ? &known->workflow : nullptr;
}

const Renamed& Programs::renamed(ReadTransaction& log) {
  if (!renamed_) renamed_ = std::make_unique<Renamed>(log, workflows_);
  return *renamed_;
}

void Programs::require_queues() const {
  for (const Workflow* workflow : workflows_) {
    for (const std::string& queue : workflow->queues()) {
      if (config_.queues.contains(queue)) continue;
      throw Error(ErrorKind::kBadInput,
                  "workflow " + workflow->name + " hands off to queue " + queue +
                      ", which the configuration does not name",
                  workflow->file, "add [queue." + queue + "] to the configuration");
    }
  }
}

void Programs::keep_revisions(Transaction& log) const {
  for (const Workflow* workflow : workflows_) {
    if (!log.revision_source(workflow->revision).empty()) continue;
    log.write(RevisionKept{workflow->revision, workflow->log_name(), workflow->source});
  }
}

}  // namespace smsflow
