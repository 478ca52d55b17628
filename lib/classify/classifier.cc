#include "classify/classifier.h"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <optional>

#include "classify/carrier_words.h"
#include "classify/keyword.h"
#include "classify/label_fit.h"
#include "classify/model.h"
#include "classify/nets.h"
#include "classify/opt_out.h"
#include "classify/phrase.h"
#include "classify/reading.h"
#include "classify/rule_data.h"
#include "classify/values.h"
#include "text/digest.h"

namespace smsflow {
namespace {

// The model saw an opt-out where the rules read "stop by", "don't stop" and the like.
void give_to_person(Verdict& verdict) {
  std::swap(verdict.label, verdict.runner_up);
  std::swap(verdict.confidence, verdict.runner_up_confidence);
  if (verdict.label.empty()) verdict.label = "unclear";
  verdict.automatic = false;
  verdict.suspected_opt_out = false;
}

std::string digest_of_rules() {
  std::string names;
  for (const RuleFile& file : rule_files()) names += sha256_hex(file.bytes);
  return names;
}

// The model may not act on an answer that asks something, too.
bool is_guarded(std::string_view label, std::string_view text) {
  return (label == "confirm" || label == "decline" || label == "thanks") &&
         text.find('?') != std::string_view::npos;
}

}  // namespace

struct Classifier::Impl {
  Impl(const Workflow* given_workflow, std::shared_ptr<const Model> given_model)
      : workflow(given_workflow), model(std::move(given_model)), phrases(given_workflow) {
    if (workflow != nullptr) {
      keywords.emplace(*workflow);
      for (const State& state : workflow->states) masks.emplace(&state, model_mask(state));
    }
    if (model) model_name = "model " + model->revision().substr(0, 12);
  }

  std::optional<Verdict> read_keyword(const Utterance& utterance, const State* state) const;
  std::optional<Verdict> read_phrase(std::optional<PhraseHit> hit, const State* state) const;
  Verdict ask_model(std::string_view text, const Question& question, const State* state,
                    bool explain) const;

  const Workflow* workflow;
  std::shared_ptr<const Model> model;
  PhraseBook phrases;
  std::optional<KeywordTable> keywords;
  std::map<const State*, std::vector<std::string>> masks;
  std::string model_name;
  std::once_flag revision_made;  // it digests every rule file
  std::string revision;
};

Classifier::Classifier(const Workflow* workflow, std::shared_ptr<const Model> model)
    : impl_(std::make_unique<Impl>(workflow, std::move(model))) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;

const std::string& Classifier::revision() const {
  std::call_once(impl_->revision_made, [this] {
    impl_->revision =
        sha256_hex(digest_of_rules() + (impl_->model ? impl_->model->revision() : "") + ":" +
                   (impl_->workflow != nullptr ? impl_->workflow->revision : ""));
  });
  return impl_->revision;
}

Verdict Classifier::classify(std::string_view text, const Question& question, bool explain) const {
  return classify(Reading(text), question, explain);
}

Verdict Classifier::classify(const Reading& reading, const Question& question, bool explain) const {
  const Utterance& utterance = reading.utterance();
  const State* state = impl_->workflow == nullptr || question.state.empty()
                           ? nullptr
                           : impl_->workflow->find(question.state);
  const bool asked = state != nullptr || !question.context.empty();
  // A keyword may look like a mistyped STOP.
  if (reading.is_exact_opt_out()) return reading.contact_level().verdict;
  if (auto verdict = impl_->read_keyword(utterance, state)) return *std::move(verdict);
  const Verdict& above = reading.contact_level().verdict;
  if (above.layer != Layer::kNone) return above;
  if (auto verdict = impl_->read_phrase(impl_->phrases.read_whole(utterance, asked), state)) {
    return *std::move(verdict);
  }
  if (std::optional<Net> net = caught(utterance)) {
    Verdict verdict = by_rule(std::string(net->label), Layer::kNet, std::move(net->rule));
    verdict.automatic = false;
    return verdict;
  }
  if (auto verdict = impl_->read_phrase(impl_->phrases.read_within(utterance), state)) {
    return *std::move(verdict);
  }
  Verdict verdict = impl_->ask_model(utterance.raw(), question, state, explain);
  if (verdict.label == "stop" && says_stop_of_something_else(utterance)) give_to_person(verdict);
  return verdict;
}

std::optional<Verdict> Classifier::Impl::read_keyword(const Utterance& utterance,
                                                      const State* state) const {
  if (state == nullptr) return std::nullopt;
  const KeywordTable::Hit* hit = keywords->find(utterance, *state);
  // "C?" asks more than it says.
  if (hit == nullptr || utterance.raw().find('?') != std::string_view::npos) return std::nullopt;
  return by_rule(hit->intent->name, Layer::kKeyword, hit->rule);
}

std::optional<Verdict> Classifier::Impl::read_phrase(std::optional<PhraseHit> hit,
                                                     const State* state) const {
  if (!hit) return std::nullopt;
  return by_rule(fit_label(hit->intent, state), Layer::kPhrase, std::move(hit->rule));
}

Verdict Classifier::Impl::ask_model(std::string_view text, const Question& question,
                                    const State* state, bool explain) const {
  Verdict verdict;
  if (!model) return verdict;
  static const std::vector<std::string> kAll;
  const Model::Scored scored =
      model->score(text, question.context, state == nullptr ? kAll : masks.at(state), explain);
  verdict.label = fit_label(scored.label, state);
  verdict.layer = Layer::kModel;
  verdict.rule = model_name;
  verdict.confidence = scored.confidence;
  if (!scored.runner_up.empty()) verdict.runner_up = fit_label(scored.runner_up, state);
  verdict.runner_up_confidence = scored.runner_up_confidence;
  verdict.automatic =
      scored.automatic && verdict.label != "unclear" && !is_guarded(verdict.label, text);
  verdict.suspected_opt_out = verdict.label == "stop" && !verdict.automatic;
  verdict.features = scored.features;
  return verdict;
}

const ReservedWords& reserved_words() {
  static const ReservedWords kWords = [] {
    ReservedWords words;
    for (const CarrierWord& each : carrier_words()) {
      if (each.kind == CarrierWordKind::kReal) continue;
      const bool opt_out =
          each.kind == CarrierWordKind::kStop || each.kind == CarrierWordKind::kAmbiguous;
      (opt_out ? words.opt_out : words.carrier).emplace_back(each.word);
    }
    words.is_pattern = is_pattern;
    return words;
  }();
  return kWords;
}

}  // namespace smsflow
