// simulate: plays a script against a workflow; no network, ever.
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "app/simulation.h"
#include "app/which_log.h"
#include "command.h"
#include "options.h"
#include "shared_options.h"
#include "text/error.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

struct SimulateOptions {
  std::vector<std::string> scripts;
  std::vector<std::string> workflows;
  std::string config;
  std::string log;
  bool quiet = false;
};

std::string read_all(const std::string& path, Io& io) {
  std::ostringstream text;
  if (path == "-") {
    text << io.in.rdbuf();
    return text.str();
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::kBadInput, "cannot read the script", path);
  text << file.rdbuf();
  return text.str();
}

std::string beside(const std::string& script, const std::string& file) {
  if (file.starts_with('/') || script == "-") return file;
  const std::size_t slash = script.rfind('/');
  return slash == std::string::npos ? file : script.substr(0, slash + 1) + file;
}

void require_well_formed(const Script& script, std::string_view source) {
  if (script.faults.empty()) return;
  std::string all;
  for (const Diagnostic& fault : script.faults) all += "\n" + render(fault, source);
  throw Error(ErrorKind::kBadInput, "the script has faults:" + all, {},
              "man 5 smsflow-script describes the steps");
}

void print_mismatch(const std::string& path, const Mismatch& mismatch, Io& io) {
  io.err << fmt::format("{}:{}: {}\n", path, mismatch.line, mismatch.what);
  if (!mismatch.expected.empty()) io.err << "  - " << terminal_safe(mismatch.expected) << "\n";
  if (!mismatch.actual.empty()) io.err << "  + " << terminal_safe(mismatch.actual) << "\n";
}

bool play(const SimulateOptions& options, const std::string& path, Io& io) {
  const std::string source = read_all(path, io);
  Script script = parse_script(source, path);
  require_well_formed(script, source);
  std::vector<std::string> workflows = options.workflows;
  for (Step& step : script.steps) {
    if (step.kind == StepKind::kWorkflow && options.workflows.empty()) {
      workflows.push_back(step.text == kBuiltInWorkflow ? "" : beside(path, step.text));
    }
    if (step.kind == StepKind::kRecords) step.text = beside(path, step.text);
  }
  if (workflows.empty()) workflows.emplace_back();  // the embedded one
  const StoreOptions store_options{.writer = "simulate", .source = Source::kSimulated};
  std::unique_ptr<Log> store = open_scratch_log(options.log, store_options);
  Config config = options.config.empty() ? default_config() : find_config(options.config);
  Simulation simulation(std::move(config), workflows, std::move(store));
  std::ostringstream silent;
  const std::vector<Mismatch> mismatches = simulation.play(script, options.quiet ? silent : io.out);
  for (const Mismatch& mismatch : mismatches) print_mismatch(path, mismatch, io);
  return mismatches.empty();
}

int run_scripts(const SimulateOptions& options, Io& io) {
  if (!options.log.empty() && options.scripts.size() > 1) {
    throw Error(ErrorKind::kUsage, "several scripts have no log in common", {},
                "each is a world of its own: play them one by one, each with a --log of its own");
  }
  bool all_well = true;
  for (const std::string& script : options.scripts) {
    all_well = play(options, script, io) && all_well;
  }
  return all_well ? kDone : kAnswerIsNo;
}

std::function<int(Io&)> define_simulate(Options verb) {
  auto options = std::make_shared<SimulateOptions>();
  verb.add("script", options->scripts, "Scripts; - for standard input")
      .required()
      .type_name("SCRIPT");
  verb.add("--workflow", options->workflows,
           "Workflow files, instead of those the script names; else the embedded one")
      .type_name("FILE");
  verb.add("--config", options->config, "Configuration (queues, senders); else defaults")
      .type_name("FILE");
  verb.add("--log", options->log, "Keep the simulated log in this new file").type_name("FILE");
  verb.add_flag("--quiet", options->quiet, "Print only what differs");
  return [options](Io& io) { return run_scripts(*options, io); };
}

}  // namespace

extern const Command kSimulate{"simulate", "Play a script against a workflow", &define_simulate};

}  // namespace smsflow
