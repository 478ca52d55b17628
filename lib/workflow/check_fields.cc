#include <fmt/format.h>

#include <algorithm>

#include "time/zone.h"
#include "workflow/check.h"
#include "workflow/text_place.h"

namespace smsflow {
namespace {

Mark mark_inside(const Checked& checked, const Wording& wording, std::size_t offset,
                 std::size_t width) {
  return {text_place(checked.workflow.source, wording.place, offset), width};
}

std::vector<std::string> field_names(const Workflow& workflow) {
  std::vector<std::string> names = {"brand"};
  if (!workflow.record.key.empty()) names.push_back(workflow.record.key);
  for (const FieldSpec& field : workflow.record.fields) names.push_back(field.name);
  for (const CaptureSpec& capture : workflow.captures) names.push_back(capture.name);
  return names;
}

void check_format(const Checked& checked, const FieldSpec* field, const TemplatePiece& piece,
                  const Mark& mark) {
  const std::vector<std::string>& formats = time_formats();
  const CaptureSpec* capture = checked.workflow.find_capture(piece.field);
  const bool is_time = capture != nullptr ? capture->kind == CaptureKind::kMoment ||
                                                capture->kind == CaptureKind::kDate
                                          : field != nullptr && field->type == FieldType::kTime;
  if (capture != nullptr && capture->kind == CaptureKind::kDate && piece.format.empty()) {
    return checked.error("no-format", mark,
                         fmt::format("\"{}\" is a day without a time", piece.field),
                         fmt::format("write {{{0}:day}} or {{{0}:date}}", piece.field));
  }
  if (is_time && piece.format.empty()) return;  // The default is day_time.
  if (is_time && std::find(formats.begin(), formats.end(), piece.format) == formats.end()) {
    const std::string near = did_you_mean(piece.format, formats);
    checked.error(
        "no-format", mark, fmt::format("no time format \"{}\"", piece.format),
        near.empty() ? fmt::format("the formats are {}", fmt::join(formats, ", ")) : near);
  } else if (!is_time && !piece.format.empty()) {
    checked.error("not-a-time", mark,
                  fmt::format("\"{}\" is not a time and has no format", piece.field),
                  fmt::format("write {{{}}}", piece.field));
  }
}

void check_piece(const Checked& checked, const SaidText& said, const TemplatePiece& piece) {
  const std::string colon = piece.format.empty() ? "" : ":" + piece.format;
  const Mark mark =
      mark_inside(checked, said.wording, piece.offset, piece.field.size() + colon.size() + 2);
  const std::vector<std::string> names = field_names(checked.workflow);
  if (std::find(names.begin(), names.end(), piece.field) == names.end()) {
    const std::string near = did_you_mean(piece.field, names);
    return checked.error("no-field", mark,
                         fmt::format("no field \"{}\" in the record", piece.field),
                         near.empty() ? "declare it in fields of [record]" : near);
  }
  const FieldSpec* field = checked.workflow.record.find(piece.field);
  check_format(checked, field, piece, mark);
  if (field != nullptr && !field->required) {
    checked.warn("optional-field", mark,
                 fmt::format("\"{}\" may be empty; then this text is not sent", piece.field),
                 "make the field required, or say it without");
  }
}

void check_languages(const Checked& checked, const Say& say, const std::string& path) {
  if (say.empty()) return;
  const auto is_english = [](const Wording& wording) { return wording.language == "en"; };
  const bool english = std::any_of(say.wordings.begin(), say.wordings.end(), is_english);
  const bool others = !std::all_of(say.wordings.begin(), say.wordings.end(), is_english);
  if (!english) {
    checked.warn("no-english", checked.keys.key(path),
                 "no wording for \"en\", the language of records that name none");
  }
  if (others && checked.workflow.record.language.empty() && !checked.workflow.record.key.empty()) {
    checked.warn("no-language", checked.keys.key(path),
                 "no record says which language its reader wants",
                 "name the column that does: language = \"...\" in [record]");
  }
}

}  // namespace

void check_fields(const Checked& checked) {
  each_text(checked.workflow, [&](const SaidText& said) {
    for (const TemplateFault& fault : parse_template(said.wording.text.source).faults) {
      checked.error("template", mark_inside(checked, said.wording, fault.offset, 1), fault.message);
    }
    for (const TemplatePiece& piece : said.wording.text.pieces) {
      if (!piece.field.empty()) check_piece(checked, said, piece);
    }
  });
  for (const State& state : checked.workflow.states) {
    check_languages(checked, state.say, "states." + state.name + ".say");
    each_reaction(state, [&](const Reaction& reaction, const std::string& path) {
      check_languages(checked, reaction.say, path + ".say");
    });
  }
}

}  // namespace smsflow
