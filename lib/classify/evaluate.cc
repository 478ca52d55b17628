#include "classify/evaluate.h"

#include <algorithm>
#include <array>

#include "classify/model.h"
#include "classify/train.h"
#include "workflow/intents.h"

namespace smsflow {
namespace {

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void tally_text(Tally& tally, const PredictedText& reading) {
  ++tally.rows;
  tally.right += reading.right;
  tally.automatic += reading.automatic;
  tally.wrong_automatic += reading.automatic && !reading.right;
}

}  // namespace

double LabelTally::precision() const {
  return share(hits, hits + false_hits);
}
double LabelTally::recall() const {
  return share(hits, hits + misses);
}
double LabelTally::f1() const {
  const double sum = precision() + recall();
  return sum == 0 ? 0 : 2 * precision() * recall() / sum;
}

double Evaluation::accuracy() const {
  return share(all.right, all.rows);
}
double Evaluation::coverage() const {
  return share(all.automatic, all.rows);
}
double Evaluation::precision() const {
  return all.automatic == 0 ? 1 : 1 - share(all.wrong_automatic, all.automatic);
}
double Evaluation::wrong_per_1000() const {
  return 1000 * share(all.wrong_automatic, all.rows);
}

double Evaluation::macro_f1() const {
  double sum = 0;
  std::size_t count = 0;
  for (const auto& [label, tally] : labels) {
    if (tally.rows == 0) continue;
    sum += tally.f1();
    ++count;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

std::string general_label(const Verdict& verdict) {
  constexpr std::array<std::array<std::string_view, 2>, 6> kNames = {{{"stop", "opt_out"},
                                                                      {"unclear", "other"},
                                                                      {"noise", "other"},
                                                                      {"start", "other"},
                                                                      {"help", "question"},
                                                                      {"several", "issue"}}};
  for (const auto& [built_in, general] : kNames) {
    if (verdict.label == built_in) return std::string(general);
  }
  return verdict.label;
}

bool may_act(std::string_view label) {
  return label != "other" && !leads_to_person(label);
}

PredictedText read(const Classifier& classifier, const LabelledText& row) {
  const Verdict verdict = classifier.classify(row.text, {{}, row.context});
  PredictedText reading{&row, general_label(verdict), false, false};
  reading.right =
      std::find(row.accept.begin(), row.accept.end(), reading.label) != row.accept.end();
  reading.automatic = verdict.automatic && may_act(reading.label);
  return reading;
}

Evaluation evaluate(const std::vector<PredictedText>& readings) {
  Evaluation evaluation;
  for (const PredictedText& reading : readings) {
    const std::string& label = reading.row->label;
    tally_text(evaluation.all, reading);
    tally_text(evaluation.sources[reading.row->source], reading);
    ++evaluation.confusion[label][reading.label];
    ++evaluation.labels[label].rows;
    ++(reading.right ? evaluation.labels[label].hits : evaluation.labels[label].misses);
    if (!reading.right) ++evaluation.labels[reading.label].false_hits;
    if (label == "other") {
      ++evaluation.out_of_scope;
      evaluation.out_of_scope_acted += reading.automatic && !reading.right;
    }
  }
  return evaluation;
}

std::vector<PredictedText> read_leaving_out(const std::vector<LabelledText>& rows,
                                            std::size_t predicted) {
  std::vector<PredictedText> readings;
  for (const HeldOutModel& part : train_leaving_out(rows)) {
    const Classifier classifier(nullptr, Model::parse(part.bytes));
    for (const std::size_t row : part.rows) {
      if (row < predicted) readings.push_back(read(classifier, rows[row]));
    }
  }
  return readings;
}

}  // namespace smsflow
