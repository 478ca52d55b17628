// What would this reply be taken for, and by which rule?
#include <fstream>
#include <sstream>

#include "app/model_file.h"
#include "classify/classifier.h"
#include "classify/model.h"
#include "classify_lines.h"
#include "classify_training.h"
#include "command.h"
#include "options.h"
#include "shared_options.h"
#include "text/error.h"
#include "text/nearest.h"

namespace smsflow {
namespace {

struct ClassifyOptions {
  std::vector<std::string> files;
  std::string workflow;
  std::string state;
  std::string context;
  std::string model;
  std::string format;
  std::vector<std::string> train;
  std::string out;
  std::string eval;
  std::string fail_on;
  bool loso = false;
  bool examples = false;
  bool explain = false;
};

std::optional<LoadedWorkflow> workflow_of(const std::string& file) {
  if (file.empty()) return std::nullopt;
  LoadedWorkflow loaded = load_workflow_file(file, reserved_words());
  std::string faults;
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    if (diagnostic.severity == Severity::kError) {
      faults += "\n" + render(diagnostic, loaded.value.source);
    }
  }
  if (!faults.empty()) {
    throw Error(ErrorKind::kBadInput, "the workflow has faults:" + faults, {},
                "smsflow check " + file + " shows them all");
  }
  return loaded;
}

void require_state(const Workflow* workflow, const std::string& state) {
  if (state.empty()) return;
  if (!workflow) throw Error(ErrorKind::kUsage, "--state needs --workflow FILE");
  if (workflow->find(state)) return;
  std::vector<std::string> known;
  for (const State& one : workflow->states) known.push_back(one.name);
  const std::string near = nearest(state, known);
  throw Error(ErrorKind::kUsage, workflow->name + " has no state " + state, {},
              near.empty() ? "" : "did you mean " + near + "?");
}

int classify(const ClassifyOptions& options, Io& io) {
  const Format format = parse_format(options.format, io.out_is_terminal, Format::kJsonl);
  const std::optional<LoadedWorkflow> loaded = workflow_of(options.workflow);
  const Workflow* workflow = loaded ? &loaded->value : nullptr;
  require_state(workflow, options.state);
  const Classifier classifier(workflow, load_model(options.model));
  const ReplyDefaults defaults{workflow ? workflow->name : "", options.state, options.context};
  const VerdictForm form{.table = format == Format::kTable, .explain = options.explain};
  const std::vector<std::string> files =
      options.files.empty() ? std::vector<std::string>{"-"} : options.files;
  for (const std::string& file : files) {
    if (file == "-") {
      classify_lines(classifier, io.in, "standard input", defaults, form, io.out);
      continue;
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error(ErrorKind::kBadInput, "cannot read the replies", file);
    classify_lines(classifier, in, file, defaults, form, io.out);
  }
  return kDone;
}

int run_classify(const ClassifyOptions& options, Io& io) {
  if (!options.eval.empty()) {
    if (!options.train.empty() && !options.loso) {
      throw Error(ErrorKind::kUsage, "--eval reads by a model that is trained already", {},
                  "with --loso, --train names what each model learns besides");
    }
    const Format format = parse_format(options.format, true, Format::kTable);
    return run_evaluation({options.eval, options.model, options.loso, options.train,
                           options.fail_on, format != Format::kTable},
                          io.out);
  }
  if (!options.train.empty()) {
    if (options.out.empty()) throw Error(ErrorKind::kUsage, "--train needs --out FILE");
    return run_training({options.train, options.examples, options.out}, io.err);
  }
  if (!options.out.empty() || options.examples) {
    throw Error(ErrorKind::kUsage, "--out and --examples belong to --train");
  }
  if (options.loso || !options.fail_on.empty()) {
    throw Error(ErrorKind::kUsage, "--loso and --fail-on belong to --eval");
  }
  return classify(options, io);
}

std::function<int(Io&)> define_classify(Options verb) {
  auto options = std::make_shared<ClassifyOptions>();
  verb.add("file", options->files,
           "Replies, one a line or as JSON Lines; - or none is standard input")
      .type_name("FILE");
  verb.add("--workflow", options->workflow, "The workflow whose words count").type_name("FILE");
  verb.add("--state", options->state, "The state whose question is answered").type_name("NAME");
  verb.add("--context", options->context, "The question in words").type_name("TEXT");
  verb.add("--model", options->model, "A model file; else the one that ships").type_name("FILE");
  verb.add_flag("--explain", options->explain, "Add what weighed most");
  verb.add("--train", options->train, "Train a model from labelled texts").type_name("FILE");
  verb.add_flag("--examples", options->examples,
                "With --train: learn the example replies of smsflow, too");
  verb.add("--out", options->out, "Where --train writes the model").type_name("FILE");
  verb.add("--eval", options->eval, "Measure on labelled texts").type_name("FILE");
  verb.add_flag("--loso", options->loso, "With --eval: read each source without having seen it");
  verb.add("--fail-on", options->fail_on,
           "With --eval: exit 1 when one holds, like accuracy<0.7,precision<0.97")
      .type_name("CONDITIONS");
  add_format(verb, options->format, "table, json or jsonl");
  return [options](Io& io) { return run_classify(*options, io); };
}

}  // namespace

extern const Command kClassify{"classify", "Say what replies are taken for, and why",
                               &define_classify};

}  // namespace smsflow
