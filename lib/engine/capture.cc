#include "engine/capture.h"

#include <algorithm>
#include <charconv>

#include "classify/spoken_moment.h"
#include "classify/values.h"
#include "text/mask.h"
#include "text/normalise.h"
#include "time/zone.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxTextBytes = 500;
constexpr std::size_t kMaxOffered = 4;

Zone contact_zone(const Conversation& conversation) {
  return Zone::find(conversation.record.zone).value_or(Zone::utc());
}

CaptureReading read_when(const CaptureSpec& capture, const Conversation& conversation,
                         std::string_view text, Instant now) {
  const Zone zone = contact_zone(conversation);
  const SpokenMoment spoken = read_moment(text, zone, now);
  CaptureReading reading;
  // A day alone is no moment: midnight was not meant.
  if (capture.kind == CaptureKind::kMoment && !spoken.has_time) return reading;
  for (const Instant at : spoken.candidates) {
    std::string iso = format_time(at, "iso", zone, now).value_or("");
    if (capture.kind == CaptureKind::kDate) iso = iso.substr(0, 10);
    if (std::find(reading.begin(), reading.end(), iso) == reading.end()) {
      reading.push_back(std::move(iso));
    }
  }
  return reading;
}

// "123450" hundredths is 1234.50.
std::string decimal(std::string hundredths) {
  if (hundredths.size() < 3) hundredths.insert(0, 3 - hundredths.size(), '0');
  return hundredths.insert(hundredths.size() - 2, ".");
}

CaptureReading read_in_range(const CaptureSpec& capture, std::string_view text) {
  CaptureReading reading;
  for (const std::string& candidate : read_number(text).candidates) {
    std::int64_t number = -1;
    std::from_chars(candidate.data(), candidate.data() + candidate.size(), number);
    if (number >= capture.least && number <= capture.most) reading.push_back(candidate);
  }
  return reading;
}

std::string value_of(const Conversation& conversation, const std::string& field) {
  const auto found = conversation.record.fields.find(field);
  return found == conversation.record.fields.end() ? "" : to_text(found->second);
}

// A field may hold several ids, parted by commas or blanks.
std::vector<std::string> known_ids(const CaptureSpec& capture, const Conversation& conversation) {
  std::vector<std::string> ids;
  std::string id;
  for (const char c : value_of(conversation, capture.known) + ",") {
    if (c != ',' && c != ';' && c != ' ') {
      id += c;
    } else if (!id.empty()) {
      // The pattern may take less than the whole ("#48291"): the id is what it takes of it.
      const ReadValue own = read_by_pattern(id, capture.pattern);
      ids.push_back(own.is_clear() ? own.candidates.front() : canonical_id(id));
      id.clear();
    }
  }
  return ids;
}

bool is_digit_of(const std::string& words, std::size_t options, std::size_t& index) {
  if (words.size() != 1 || words[0] < '1' || words[0] > '9') return false;
  index = static_cast<std::size_t>(words[0] - '1');
  return index < options;
}

std::string shown(const CaptureSpec& capture, const std::string& value, const Zone& zone,
                  Instant now, const std::string& language) {
  const bool is_date = capture.kind == CaptureKind::kDate;
  if (!is_date && capture.kind != CaptureKind::kMoment) return value;
  const std::optional<Instant> at = parse_local(value, zone);
  if (!at) return value;
  return format_time(*at, is_date ? "date" : "day_time", zone, now, language).value_or(value);
}

}  // namespace

CaptureReading read_capture(const CaptureSpec& capture, const Conversation& conversation,
                            std::string_view text, Instant now) {
  CaptureReading reading;
  switch (capture.kind) {
    case CaptureKind::kPattern: {
      const std::vector<std::string> known = known_ids(capture, conversation);
      for (const std::string& id : read_by_pattern(text, capture.pattern).candidates) {
        if (known.empty() || is_expected(id, known)) reading.push_back(id);
      }
      break;
    }
    case CaptureKind::kMoment:
    case CaptureKind::kDate:
      reading = read_when(capture, conversation, text, now);
      break;
    case CaptureKind::kAmount:
      for (const std::string& hundredths : read_amount(text).candidates) {
        reading.push_back(decimal(hundredths));
      }
      break;
    case CaptureKind::kNumber:
      reading = read_in_range(capture, text);
      break;
    case CaptureKind::kText:
      reading.push_back(mask_sensitive(text.substr(0, kMaxTextBytes)));
      break;
  }
  if (reading.size() > kMaxOffered) reading.resize(kMaxOffered);
  return reading;
}

CaptureReading read_asked(const Workflow& workflow, const Conversation& conversation,
                          std::string_view text, Instant now) {
  const State* state = workflow.find(conversation.asked_state);
  if (!state || state->ask.empty()) return {};
  const CaptureSpec* capture = workflow.find_capture(state->ask);
  if (!capture) return {};
  std::size_t index = 0;
  // Before the list has left nobody can have chosen from it.
  const bool offered = conversation.asked_at.has_value();
  if (offered && is_digit_of(normalise(text), conversation.offered.size(), index)) {
    return {conversation.offered[index]};
  }
  return read_capture(*capture, conversation, text, now);
}

namespace {

// Nothing was said, nothing is known, or one of what was said is known.
bool agrees(const CaptureSpec& capture, const Conversation& conversation, std::string_view text) {
  const bool is_amount = capture.kind == CaptureKind::kAmount;
  // A bare number may be a choice or an id.
  if (is_amount && text.find_first_not_of("0123456789 ") == text.npos) return true;
  const std::vector<std::string> said =
      is_amount ? read_amount(text).candidates : read_by_pattern(text, capture.pattern).candidates;
  if (said.empty()) return true;
  const std::vector<std::string> known =
      is_amount ? read_amount(value_of(conversation, capture.known)).candidates
                : known_ids(capture, conversation);
  return known.empty() || std::any_of(said.begin(), said.end(), [&](const std::string& each) {
           return is_expected(each, known);
         });
}

}  // namespace

const CaptureSpec* find_mismatch(const Workflow& workflow, const Conversation& conversation,
                                 std::string_view text) {
  for (const CaptureSpec& capture : workflow.captures) {
    if (!capture.known.empty() && !agrees(capture, conversation, text)) return &capture;
  }
  return nullptr;
}

std::vector<std::string> read_along(const Workflow& workflow, Conversation& conversation,
                                    const Reaction* reaction, std::string_view text, Instant now) {
  std::vector<std::string> kept;
  const auto keep = [&](const CaptureSpec& capture) {
    const CaptureReading reading = read_capture(capture, conversation, text, now);
    if (reading.size() != 1) return;
    conversation.captured[capture.name] = reading.front();
    kept.push_back(capture.name);
  };
  for (const CaptureSpec& capture : workflow.captures) {
    const bool known = conversation.captured.contains(capture.name);
    if (capture.kind == CaptureKind::kPattern && !known) keep(capture);
  }
  if (!reaction) return kept;
  for (const std::string& wanted : reaction->read) {
    conversation.captured.erase(wanted);
    if (const CaptureSpec* capture = workflow.find_capture(wanted)) keep(*capture);
  }
  return kept;
}

RecordSnapshot with_captured(const Workflow& workflow, const Conversation& conversation) {
  RecordSnapshot record = conversation.record;
  const Zone zone = contact_zone(conversation);
  for (const auto& [key, value] : conversation.captured) {
    const CaptureSpec* capture = workflow.find_capture(key);
    if (!capture) continue;
    Value& field = record.fields[key];
    field = value;
    if (capture->kind != CaptureKind::kMoment && capture->kind != CaptureKind::kDate) continue;
    if (const std::optional<Instant> at = parse_local(value, zone)) field = *at;
  }
  return record;
}

std::string which_value_text(const Workflow& workflow, const CaptureSpec& capture,
                             const Conversation& conversation, const CaptureReading& candidates,
                             Instant now) {
  const std::string& language = conversation.record.language;
  const bool spanish = language == "es";
  const Zone zone = contact_zone(conversation);
  std::string list;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const bool last = i + 1 == candidates.size();
    if (i > 0) list += last ? (spanish ? " o " : " or ") : ", ";
    list += std::to_string(i + 1) + ") " + shown(capture, candidates[i], zone, now, language);
  }
  if (spanish) return workflow.brand + ": ¿quiso decir " + list + "? Responda con su número.";
  return workflow.brand + ": did you mean " + list + "? Reply with its number.";
}

}  // namespace smsflow
