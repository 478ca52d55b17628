#include <fmt/format.h>

#include <algorithm>

#include "text/normalise.h"
#include "text/segment.h"
#include "workflow/check.h"
#include "workflow/intents.h"
#include "workflow/reply_offers.h"
#include "workflow/text_place.h"

namespace smsflow {
namespace {

constexpr int kMostSegments = 2;

// A value as long as real ones are, so that lengths mean something before there is a record.
std::string sample(const Workflow& workflow, std::string_view field, std::string_view format,
                   std::string_view language) {
  if (field == "brand") return workflow.brand;
  const FieldSpec* spec = workflow.record.find(field);
  const FieldType type = spec == nullptr ? FieldType::kText : spec->type;
  if (type == FieldType::kTime) {
    const Instant seen = *parse_rfc3339("2026-09-02T12:00:00Z");
    const Instant at = *parse_rfc3339("2026-09-30T22:30:00Z");  // A Wednesday: the longest day.
    return format_time(at, format, Zone::utc(), seen, language).value_or("September 30");
  }
  if (type == FieldType::kNumber) return "1234.50";
  if (type == FieldType::kFlag) return "yes";
  const bool link = field.find("url") != field.npos || field.find("link") != field.npos;
  return link ? "https://example.com/r/1234567890" : "Alexandra";
}

void check_length(const Checked& checked, const SaidText& said) {
  const Wording& wording = said.wording;
  const Rendered rendered = render(wording.text, [&](std::string_view field,
                                                     std::string_view format) {
    return std::optional<std::string>(sample(checked.workflow, field, format, wording.language));
  });
  const Segmentation length = segment(rendered.text);
  if (length.segments <= kMostSegments) return;
  const bool gsm = length.encoding == Encoding::kGsm7;
  checked.warn("long-text", {wording.place, 1},
               fmt::format("this text takes {} segments with sample values", length.segments),
               gsm ? "shorten it, or move the details behind a link"
                   : "a character outside GSM-7 leaves 67 units to a segment instead of 153: "
                     "replace it, or shorten the text");
}

bool names_brand(const Workflow& workflow, const Template& text) {
  return text.source.find(workflow.brand) != std::string::npos ||
         std::any_of(text.pieces.begin(), text.pieces.end(),
                     [](const TemplatePiece& piece) { return piece.field == "brand"; });
}

bool among(const std::vector<std::string>& words, const std::string& normal) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return normalise(word) == normal; });
}

// True when a reply of exactly this word is understood in the state.
bool is_heard(const Checked& checked, const State& state, const std::string& normal) {
  if (among(checked.reserved.opt_out, normal) || among(checked.reserved.carrier, normal))
    return true;
  for (const IntentSpec* intent : heard_in(checked.workflow, state)) {
    if (among(intent->keywords, normal) || among(intent->phrases, normal)) return true;
  }
  const auto is_name = [&](std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return normalise(name) == normal;
  };
  const auto& built_in = built_in_intents();
  if (std::any_of(built_in.begin(), built_in.end(), is_name)) return true;
  const bool refusable = state.on.contains("decline") || state.on.contains("cancel");
  return normal == "no" && refusable;
}

// What another fault keeps from being read is not told a second time as unheard.
void check_offers(const Checked& checked, const SaidText& said,
                  const std::vector<ReplyOffer>& offers) {
  for (const ReplyOffer& offer : offers) {
    const std::string normal = normalise(offer.word);
    const Mark mark{text_place(checked.workflow.source, said.wording.place, offer.offset),
                    offer.word.size()};
    if (!offer.leaves && among(checked.reserved.opt_out, normal)) {
      checked.error("advertised-opt-out", mark,
                    fmt::format("a reply of \"{}\" opts out of all texts: it cannot be offered for "
                                "anything else",
                                offer.word),
                    "offer another word, like \"N\" or a digit");
    } else if (said.state.asks() && !has_errors(checked.faults) &&
               !is_heard(checked, said.state, normal)) {
      checked.warn("unheard-offer", mark,
                   fmt::format("\"{}\" is offered, but no keyword of state \"{}\" hears it",
                               offer.word, said.state.name),
                   "add it to the keywords of an intent the state reacts to");
    }
  }
}

// A question says which replies it takes, unless it takes free text only.
void check_options(const Checked& checked, const SaidText& said,
                   const std::vector<ReplyOffer>& offers) {
  const State& state = said.state;
  if (!state.asks() || !said.on_entering || !offers.empty()) return;
  for (const auto& [name, reaction] : state.on) {
    const IntentSpec* intent = checked.workflow.find_intent(name);
    if (intent == nullptr || intent->keywords.empty()) continue;
    return checked.warn(
        "no-options", {said.wording.place, 1},
        fmt::format("\"{}\" asks without saying which replies it takes", state.name),
        fmt::format("say it: \"Reply {} to ...\"", intent->keywords.front()));
  }
}

}  // namespace

void check_wordings(const Checked& checked) {
  const Workflow& workflow = checked.workflow;
  each_text(workflow, [&](const SaidText& said) {
    const std::vector<ReplyOffer> offers = reply_offers(said.wording.text.source);
    check_length(checked, said);
    check_offers(checked, said, offers);
    check_options(checked, said, offers);
    const Mark mark{said.wording.place, 1};
    if (said.state.asks() && count_questions(said.wording.text.source) > 1) {
      checked.warn("two-questions", mark, "this text asks more than one question",
                   "ask one thing at a time; the next state can ask the next");
    }
    const bool first = said.on_entering && said.state.name == workflow.trigger.start;
    if (first && !workflow.brand.empty() && !names_brand(workflow, said.wording.text)) {
      checked.warn("no-brand", mark, "the first text does not say who writes",
                   "name {brand} in it");
    }
  });
}

}  // namespace smsflow
