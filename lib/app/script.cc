#include "app/script.h"

#include <cctype>

#include "text/nearest.h"

namespace smsflow {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  text = trimmed(text);
  return true;
}

// "FIELD=VALUE FIELD="VALUE WITH SPACES"": a double quote inside quotes is doubled.
bool read_pairs(std::string_view text, std::vector<std::pair<std::string, std::string>>& pairs) {
  while (!(text = trimmed(text)).empty()) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return false;
    std::string key(text.substr(0, equals));
    if (key.find(' ') != std::string::npos) return false;
    text.remove_prefix(equals + 1);
    std::string value;
    if (text.starts_with('"')) {
      std::size_t at = 1;
      for (; at < text.size(); ++at) {
        if (text[at] != '"') {
          value += text[at];
        } else if (at + 1 < text.size() && text[at + 1] == '"') {
          value += text[at++];
        } else {
          break;
        }
      }
      if (at >= text.size()) return false;
      text.remove_prefix(at + 1);
    } else {
      const std::size_t end = text.find(' ');
      value = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    }
    pairs.emplace_back(std::move(key), std::move(value));
  }
  return !pairs.empty();
}

// "+13125550101: TEXT" names who; a text that begins so by itself needs its number, too.
void read_contact(std::string_view& text, std::string& contact) {
  if (!text.starts_with('+')) return;
  std::size_t digits = 1;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0) {
    ++digits;
  }
  if (digits < 8 || digits >= text.size() || text[digits] != ':') return;
  contact = text.substr(0, digits);
  text = trimmed(text.substr(digits + 1));
}

// "30h old" at the end says how old an export is; it is cut off. False for what is no duration.
bool take_age(std::string_view& text, Duration& age) {
  constexpr std::string_view kOld = " old";
  if (!text.ends_with(kOld) && text != "old") return true;
  if (text.size() < kOld.size()) return false;
  text = trimmed(text.substr(0, text.size() - kOld.size()));
  const std::size_t space = text.rfind(' ');
  const std::size_t start = space == std::string_view::npos ? 0 : space + 1;
  const std::optional<Duration> read = parse_duration(text.substr(start));
  if (!read) return false;
  age = *read;
  text = trimmed(text.substr(0, start));
  return true;
}

class ScriptParser {
 public:
  ScriptParser(std::string_view source, std::string_view file) : source_(source), file_(file) {}
  Script parse();

 private:
  void parse_line(std::string_view line, int number);
  bool parse_word(std::string_view line, Step& step);
  bool parse_sign(std::string_view line, Step& step);
  void end_look(StepKind next, int line);
  void fault(int line, std::string message, std::string hint) {
    script_.faults.push_back({Severity::kError,
                              {std::string(file_), line, 1},
                              std::move(message),
                              std::move(hint),
                              1,
                              "script"});
  }

  std::string_view source_;
  std::string_view file_;
  Script script_;
  bool in_look_ = false;
};

bool ScriptParser::parse_sign(std::string_view line, Step& step) {
  if (take_prefix(line, "<<")) {
    step.kind = StepKind::kRepeat;
  } else if (take_prefix(line, "<")) {
    step.kind = StepKind::kSays;
    read_contact(line, step.contact);
  } else if (take_prefix(line, ">>")) {
    step.kind = StepKind::kSilence;
    if (line != "nothing") return false;
  } else if (take_prefix(line, ">")) {
    step.kind = StepKind::kExpect;
    read_contact(line, step.contact);
  } else if (take_prefix(line, "!")) {
    step.kind = StepKind::kCarrier;
  } else if (take_prefix(line, "=")) {
    step.kind = StepKind::kProperty;
    if (!read_pairs(line, step.pairs)) return false;
  } else if (take_prefix(line, "+")) {
    step.kind = StepKind::kAdvance;
    const std::optional<Duration> by = parse_duration(line);
    if (!by) return false;
    step.by = *by;
  } else {
    return false;
  }
  step.text = line;
  const bool expects = step.kind == StepKind::kExpect || step.kind == StepKind::kSilence ||
                       step.kind == StepKind::kProperty;
  script_.has_expectations = script_.has_expectations || expects;
  return true;
}

bool ScriptParser::parse_word(std::string_view line, Step& step) {
  if (take_prefix(line, "workflow ")) {
    step.kind = StepKind::kWorkflow;
  } else if (take_prefix(line, "records ")) {
    step.kind = StepKind::kRecords;
    if (!take_age(line, step.by) || line.empty()) return false;
  } else if (line == "look" || line.starts_with("look ")) {
    step.kind = StepKind::kLook;
    line.remove_prefix(4);
    if (!take_age(line = trimmed(line), step.by) || !line.empty()) return false;
  } else if (take_prefix(line, "contact ")) {
    step.kind = StepKind::kContact;
    step.contact = line;
  } else if (take_prefix(line, "gone ")) {
    step.kind = StepKind::kGone;
  } else if (take_prefix(line, "record ")) {
    step.kind = StepKind::kRecord;
    if (!read_pairs(line, step.pairs)) return false;
  } else if (take_prefix(line, "at ")) {
    step.kind = StepKind::kAt;
    const std::optional<Instant> at = parse_rfc3339(line);
    if (!at) return false;
    step.at = *at;
  } else {
    return false;
  }
  step.text = line;
  return true;
}

// The rows of a look are the record steps that follow it.
void ScriptParser::end_look(StepKind next, int line) {
  if (in_look_ && next != StepKind::kRecord) {
    Step end;
    end.kind = StepKind::kLookEnds;
    end.line = line;
    script_.steps.push_back(std::move(end));
  }
  in_look_ = next == StepKind::kLook || (in_look_ && next == StepKind::kRecord);
}

void ScriptParser::parse_line(std::string_view line, int number) {
  line = trimmed(line);
  if (line.empty() || line.starts_with('#')) return;
  Step step;
  step.line = number;
  const bool is_word = std::isalpha(static_cast<unsigned char>(line.front())) != 0;
  if (is_word ? parse_word(line, step) : parse_sign(line, step)) {
    end_look(step.kind, number);
    script_.steps.push_back(std::move(step));
    return;
  }
  const std::string first(line.substr(0, line.find(' ')));
  const std::string near =
      nearest(first, {"workflow", "records", "record", "look", "gone", "contact", "at"});
  fault(number, "this line is no step",
        !near.empty() && near != first
            ? "did you mean " + near + "?"
            : "steps are: at TIME, +DURATION, record F=V ..., look [DURATION old], records FILE, "
              "gone KEY, contact NUMBER, workflow FILE, < TEXT, <<, > TEXT, >> nothing, ! OUTCOME, "
              "= PROPERTY=VALUE");
}

Script ScriptParser::parse() {
  int number = 0;
  std::string_view rest = source_;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    parse_line(rest.substr(0, end), ++number);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  end_look(StepKind::kLookEnds, number);
  return std::move(script_);
}

}  // namespace

Script parse_script(std::string_view source, std::string_view file) {
  return ScriptParser(source, file).parse();
}

}  // namespace smsflow
