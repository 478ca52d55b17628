#include "classify/train.h"

#include <algorithm>
#include <cstring>
#include <future>
#include <map>
#include <set>

#include "classify/feature_hash.h"
#include "classify/feature_text.h"
#include "classify/train_examples.h"
#include "classify/train_pack.h"
#include "classify/train_trust.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kSlices = 4;         // of a source that alone knows a label
constexpr std::size_t kLeastOfLabel = 40;  // rows elsewhere, for a label not to be a source's alone

constexpr std::size_t kCommonWords = 4096;  // with their letter groups weighed beforehand

struct Fold {
  std::vector<std::size_t> held_out;
  std::string bytes;  // of a model without thresholds
  std::vector<HeldOutScore> scores;
};

std::vector<std::string> most_frequent(const std::map<std::string, std::size_t>& counts) {
  std::vector<std::pair<std::size_t, std::string>> all;
  for (const auto& [word, count] : counts) {
    const ReadText again(word);
    if (again.size() == 1 && again.word(0) == word) all.emplace_back(count, word);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (all.size() > kCommonWords) all.resize(kCommonWords);
  std::vector<std::string> words;
  words.reserve(all.size());
  for (auto& [count, word] : all) words.push_back(std::move(word));
  return words;
}

class Trainer {
 public:
  explicit Trainer(const std::vector<LabelledText>& rows)
      : rows_(rows), lexicon_(Lexicon::parse(built_in_lexicon())) {
    std::set<std::string> labels;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].train) continue;
      usable_.push_back(i);
      labels.insert(rows[i].label);
    }
    labels_.assign(labels.begin(), labels.end());
    if (labels_.size() < 2 || labels_.size() > kLabelSlots) {
      throw Error(ErrorKind::kBadInput,
                  "a model needs 2 to 24 labels, these rows have " + std::to_string(labels_.size()),
                  {}, "rows with \"train\": false do not count");
    }
  }

  std::vector<Fold> folds() const {
    std::vector<Fold> folds;
    for (const auto& [key, held_out] : parts()) folds.push_back({held_out, {}, {}});
    std::vector<std::future<void>> running;
    const auto run = [&](std::size_t begin) {
      for (std::size_t i = begin; i < folds.size(); i += 2) finish(folds[i]);
    };
    running.push_back(std::async(std::launch::async, run, 1));
    run(0);
    for (std::future<void>& part : running) part.get();
    return folds;
  }

  std::string whole() const {
    return pack(learn(usable_), labels_, known_words(usable_), built_in_lexicon());
  }

  // Thresholds from the scores of all folds but one of this source.
  void set_thresholds(std::string& bytes, const std::vector<Fold>& folds,
                      const std::string& but_source) const {
    std::vector<HeldOutScore> scores;
    for (const Fold& fold : folds) {
      for (const HeldOutScore& score : fold.scores) {
        if (score.row->source != but_source) scores.push_back(score);
      }
    }
    ModelHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    fit_trust(scores, labels_, header);
    std::memcpy(bytes.data(), &header, sizeof header);
  }

 private:
  // Rows by source, or by quarter of a source.
  std::map<std::string, std::vector<std::size_t>> parts() const {
    std::map<std::string, std::size_t> of_label;
    std::map<std::string, std::map<std::string, std::size_t>> of_source;
    for (const std::size_t i : usable_) {
      ++of_label[rows_[i].label];
      ++of_source[rows_[i].source][rows_[i].label];
    }
    std::map<std::string, std::vector<std::size_t>> parts;
    for (const std::size_t i : usable_) {
      const auto& own = of_source[rows_[i].source];
      const bool alone = std::any_of(own.begin(), own.end(), [&](const auto& label) {
        return of_label[label.first] - label.second <
               std::min(kLeastOfLabel, of_label[label.first] / 2);
      });
      const std::uint64_t slice = feature_hash(kFeatureSeed, rows_[i].text) >> 17;
      parts[rows_[i].source + (alone ? ":" + std::to_string(slice % kSlices) : "")].push_back(i);
    }
    return parts;
  }

  void finish(Fold& fold) const {
    std::vector<std::size_t> rest;
    std::set_difference(usable_.begin(), usable_.end(), fold.held_out.begin(), fold.held_out.end(),
                        std::back_inserter(rest));
    if (rest.empty()) rest = usable_;
    fold.bytes = pack(learn(rest), labels_, known_words(rest), built_in_lexicon());
    const std::shared_ptr<const Model> model = Model::parse(fold.bytes);
    for (const std::size_t i : fold.held_out) {
      HeldOutScore score;
      score.row = &rows_[i];
      score.evidence =
          model->weigh(read_features(rows_[i].text, rows_[i].context, {lexicon_, kTrainedRowBits}));
      const std::vector<std::string>& accept = rows_[i].accept;
      score.right =
          std::find(accept.begin(), accept.end(), labels_[score.evidence.label]) != accept.end();
      fold.scores.push_back(score);
    }
  }

  Weights learn(const std::vector<std::size_t>& rows) const {
    SolverSettings settings;
    settings.row_bits = kTrainedRowBits;
    settings.labels = labels_.size();
    return solve(training_examples(rows_, rows, labels_, lexicon_), settings);
  }

  KnownWords known_words(const std::vector<std::size_t>& rows) const {
    KnownWords known;
    known.rows.resize(std::size_t{1} << kTrainedRowBits);
    std::map<std::string, std::size_t> counts;
    for (const std::size_t i : rows) {
      for (const std::uint32_t word :
           read_features(rows_[i].text, {}, {lexicon_, kTrainedRowBits}).words)
        known.rows[word] = true;
      const ReadText text(rows_[i].text);
      for (std::size_t w = 0; w < text.size(); ++w) ++counts[std::string(text.word(w))];
    }
    known.common = most_frequent(counts);
    return known;
  }

  const std::vector<LabelledText>& rows_;
  const Lexicon lexicon_;
  std::vector<std::size_t> usable_;
  std::vector<std::string> labels_;
};

}  // namespace

std::vector<HeldOutModel> train_leaving_out(const std::vector<LabelledText>& rows) {
  const Trainer trainer(rows);
  std::vector<Fold> folds = trainer.folds();
  std::vector<HeldOutModel> models;
  for (const Fold& fold : folds) {
    std::string bytes = fold.bytes;
    trainer.set_thresholds(bytes, folds, rows[fold.held_out.front()].source);
    models.push_back({fold.held_out, std::move(bytes)});
  }
  return models;
}

std::string train(const std::vector<LabelledText>& rows) {
  const Trainer trainer(rows);
  std::string bytes = trainer.whole();
  trainer.set_thresholds(bytes, trainer.folds(), {});
  return bytes;
}

}  // namespace smsflow
