#include "classify_training.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/model_file.h"
#include "classify/evaluate.h"
#include "classify/model.h"
#include "classify/train.h"
#include "command.h"
#include "text/error.h"
#include "text/json.h"

namespace smsflow {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (file) bytes << file.rdbuf();
  if (!file) throw Error(ErrorKind::kBadInput, "can't read the file", path);
  return std::move(bytes).str();
}

std::vector<LabelledText> read_rows(const std::string& path) {
  return read_labelled(read_file(path), std::filesystem::path(path).stem().string());
}

void add_rows(const std::vector<std::string>& files, std::vector<LabelledText>& rows) {
  for (const std::string& file : files) {
    for (LabelledText& row : read_rows(file)) rows.push_back(std::move(row));
  }
}

// A model half written would be refused; one that was never written leaves the old in force.
void write_file(const std::string& path, const std::string& bytes) {
  const std::string draft = path + ".new";
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code fault;
  if (file) std::filesystem::rename(draft, path, fault);
  if (!file || fault) throw Error(ErrorKind::kOutside, "can't write the model", path);
}

void print_tallies(const Evaluation& evaluation, std::ostream& out) {
  fmt::print(out, "{:<20} {:>7} {:>9} {:>9} {:>10} {:>8}\n", "source", "rows", "accuracy",
             "coverage", "precision", "wrong");
  const auto line = [&](const std::string& name, const Tally& tally) {
    Evaluation one;
    one.all = tally;
    fmt::print(out, "{:<20} {:>7} {:>9.4f} {:>9.4f} {:>10.4f} {:>8}\n", name, tally.rows,
               one.accuracy(), one.coverage(), one.precision(), tally.wrong_automatic);
  };
  for (const auto& [source, tally] : evaluation.sources) line(source, tally);
  line("all", evaluation.all);
}

void print_labels(const Evaluation& evaluation, std::ostream& out) {
  fmt::print(out, "\n{:<20} {:>7} {:>10} {:>8} {:>8}  read as\n", "label", "rows", "precision",
             "recall", "f1");
  for (const auto& [label, tally] : evaluation.labels) {
    fmt::print(out, "{:<20} {:>7} {:>10.4f} {:>8.4f} {:>8.4f} ", label, tally.rows,
               tally.precision(), tally.recall(), tally.f1());
    const auto row = evaluation.confusion.find(label);
    if (row != evaluation.confusion.end()) {
      for (const auto& [reading, count] : row->second) fmt::print(out, " {} {}", reading, count);
    }
    fmt::print(out, "\n");
  }
}

void print_evaluation(const Evaluation& evaluation, std::ostream& out) {
  print_tallies(evaluation, out);
  print_labels(evaluation, out);
  fmt::print(out, "\n");
  for (const char* name :
       {"accuracy", "macro-f1", "coverage", "precision", "wrong-per-1000", "out-of-scope-acted"}) {
    fmt::print(out, "{:<20} {:.4f}\n", name, figure(evaluation, name));
  }
}

void print_evaluation_json(const Evaluation& evaluation, std::ostream& out) {
  Json json = Json::object({{"schema_version", 1}, {"rows", evaluation.all.rows}});
  for (const char* name :
       {"accuracy", "macro-f1", "coverage", "precision", "wrong-per-1000", "out-of-scope-acted"}) {
    json[name] = figure(evaluation, name);
  }
  for (const auto& [source, tally] : evaluation.sources) {
    json["sources"][source] = Json::object({{"rows", tally.rows},
                                            {"right", tally.right},
                                            {"automatic", tally.automatic},
                                            {"wrong_automatic", tally.wrong_automatic}});
  }
  for (const auto& [label, tally] : evaluation.labels) {
    json["labels"][label] = Json::object({{"rows", tally.rows},
                                          {"precision", tally.precision()},
                                          {"recall", tally.recall()},
                                          {"f1", tally.f1()}});
  }
  Json confusion = Json::object();
  for (const auto& [label, readings] : evaluation.confusion)
    confusion[label] = json_object(readings);
  json["confusion"] = std::move(confusion);
  out << json.dump() << '\n';
}

}  // namespace

int run_training(const TrainingPlan& plan, std::ostream& err) {
  std::vector<LabelledText> rows;
  if (plan.examples) rows = read_labelled(built_in_examples(), "examples");
  add_rows(plan.files, rows);
  const std::string bytes = train(rows);
  write_file(plan.out, bytes);
  std::size_t used = 0;
  for (const LabelledText& row : rows) used += row.train;
  fmt::print(err, "{}: {} of {} rows, {} bytes, revision {}\n", plan.out, used, rows.size(),
             bytes.size(), Model::parse(bytes)->revision());
  return kDone;
}

int run_evaluation(const EvaluationPlan& plan, std::ostream& out) {
  std::vector<LabelledText> rows = read_rows(plan.file);
  const std::size_t predicted = rows.size();
  std::vector<PredictedText> readings;
  if (plan.loso) {
    add_rows(plan.also_train, rows);
    readings = read_leaving_out(rows, predicted);
  } else {
    const Classifier classifier(nullptr, load_model(plan.model_file));
    for (const LabelledText& row : rows) readings.push_back(read(classifier, row));
  }
  const Evaluation evaluation = evaluate(readings);
  const std::vector<std::string> failed = failed_conditions(evaluation, plan.fail_on);
  plan.json ? print_evaluation_json(evaluation, out) : print_evaluation(evaluation, out);
  if (!plan.json) {
    for (const std::string& condition : failed) fmt::print(out, "failed: {}\n", condition);
  }
  return failed.empty() ? kDone : kAnswerIsNo;
}

}  // namespace smsflow
