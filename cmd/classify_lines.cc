#include "classify_lines.h"

#include <fmt/format.h>

#include <iostream>

#include "report/text_table.h"
#include "text/error.h"
#include "text/json.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

struct Reply {
  std::string id;
  std::string text;
  std::string context;
  std::string state;
  std::string workflow;
};

std::string word_of(const Json& json, const char* key, const std::string& otherwise) {
  const Json* found = json.find(key);
  if (!found || found->is_null()) return otherwise;
  if (found->is_text()) return found->text();
  if (found->is_number() || found->is_flag()) return found->dump();
  throw Error(ErrorKind::kBadInput, std::string(key) + " is no text");
}

Reply parse(std::string_view line, std::int64_t number, const ReplyDefaults& defaults) {
  const Json json = Json::parse(line).value_or(Json());
  if (!json.is_object()) throw Error(ErrorKind::kBadInput, "this is no JSON object");
  if (!json.find("text")) throw Error(ErrorKind::kBadInput, "the field text is missing");
  return {word_of(json, "id", std::to_string(number)), word_of(json, "text", ""),
          word_of(json, "context", defaults.context), word_of(json, "state", defaults.state),
          word_of(json, "workflow", defaults.workflow)};
}

// Shares to four places; rules are 1.
void append_share(std::string& out, double share) {
  if (share == 1) {
    out += '1';
  } else if (share == 0) {
    out += '0';
  } else {
    fmt::format_to(std::back_inserter(out), "{:.4f}", share);
  }
}

void append_verdict(std::string& out, std::string_view id, const Verdict& verdict, bool explain) {
  out += "{\"id\":";
  append_json(out, std::string_view(id));
  out += ",\"label\":";
  append_json(out, std::string_view(verdict.label));
  out += ",\"layer\":";
  append_json(out, name(verdict.layer));
  out += ",\"rule\":";
  append_json(out, std::string_view(verdict.rule));
  out += ",\"confidence\":";
  append_share(out, verdict.confidence);
  out += ",\"runner_up\":";
  append_json(out, std::string_view(verdict.runner_up));
  out += verdict.automatic ? ",\"auto\":true" : ",\"auto\":false";
  if (explain) {
    out += ",\"runner_up_confidence\":";
    append_share(out, verdict.runner_up_confidence);
    out += verdict.suspected_opt_out ? ",\"suspected_opt_out\":true" : "";
    out += ",\"features\":[";
    for (const Weighed& weighed : verdict.features) {
      if (&weighed != &verdict.features.front()) out += ',';
      out += "{\"feature\":";
      append_json(out, std::string_view(to_utf8(weighed.feature)));
      fmt::format_to(std::back_inserter(out), ",\"weight\":{:.4f}}}", weighed.weight);
    }
    out += ']';
  }
  out += "}\n";
}

// A line of the table at once: a person typing sees each verdict.
void append_row(std::string& out, const Reply& reply, const Verdict& verdict, bool explain) {
  const auto cell = [&](std::string_view text, int width) {
    const std::string shown = fit(text, width);
    out += shown;
    out.append(static_cast<std::size_t>(width - display_width(shown)) + 2, ' ');
  };
  cell(reply.text, 28);
  cell(verdict.label, 13);
  fmt::format_to(std::back_inserter(out), "{:4.2f}  {:<4}  ", verdict.confidence,
                 verdict.automatic ? "auto" : "");
  out += fit(verdict.rule, 23) + "\n";
  if (!explain) return;
  for (const Weighed& weighed : verdict.features) {
    fmt::format_to(std::back_inserter(out), "    {:+8.3f}  {}\n", weighed.weight,
                   fit(weighed.feature, 60));
  }
}

constexpr std::size_t kWriteBytes = 1 << 16;

class Station {
 public:
  Station(const Classifier& classifier, const ReplyDefaults& defaults, const VerdictForm& form,
          std::ostream& out)
      : classifier_(classifier), defaults_(defaults), form_(form), out_(out) {
    if (form.table) {
      text_ +=
          fmt::format("{:<28}  {:<13}  {:<4}  {:<4}  {}\n", "text", "label", "conf", "", "rule");
    }
  }

  void line(std::string_view line, std::int64_t number) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (json_ == IsJson::kUnknown) {
      const std::size_t first = line.find_first_not_of(" \t");
      if (first == std::string_view::npos) return;
      json_ = line[first] == '{' ? IsJson::kYes : IsJson::kNo;
    }
    if (json_ == IsJson::kYes) {
      if (line.find_first_not_of(" \t") != std::string_view::npos) {
        classify(parse(line, number, defaults_));
      }
      return;
    }
    plain_.id = std::to_string(number);
    plain_.text.assign(line);
    classify(plain_);
  }
  void flush() {
    out_ << text_ << std::flush;
    text_.clear();
  }

 private:
  void classify(const Reply& reply) {
    if (!defaults_.workflow.empty() && !reply.workflow.empty() &&
        reply.workflow != defaults_.workflow) {
      throw Error(ErrorKind::kBadInput,
                  "this reply is for workflow " + terminal_safe(reply.workflow), {},
                  "run smsflow classify once for each workflow");
    }
    const bool well_formed = is_utf8(reply.text);
    const std::string repaired = well_formed ? std::string() : to_utf8(reply.text);
    const Verdict verdict = classifier_.classify(well_formed ? reply.text : repaired,
                                                 {reply.state, reply.context}, form_.explain);
    if (form_.table) {
      append_row(text_, reply, verdict, form_.explain);
      flush();
    } else {
      append_verdict(text_, is_utf8(reply.id) ? reply.id : to_utf8(reply.id), verdict,
                     form_.explain);
      if (text_.size() >= kWriteBytes) flush();
    }
  }

  enum class IsJson { kUnknown, kYes, kNo };
  const Classifier& classifier_;
  const ReplyDefaults& defaults_;
  const VerdictForm& form_;
  std::ostream& out_;
  IsJson json_ = IsJson::kUnknown;
  Reply plain_{.context = defaults_.context, .state = defaults_.state};
  std::string text_;
};

// Lines of a stream in big pieces; the last needs no newline.
template <typename Use>
void each_line(std::istream& in, const Use& use) {
  std::string pending;
  std::vector<char> piece(kWriteBytes);
  const auto take = [&](std::string_view bytes) {
    std::size_t begun = 0;
    for (std::size_t end; (end = bytes.find('\n', begun)) != std::string_view::npos;
         begun = end + 1) {
      const std::string_view rest = bytes.substr(begun, end - begun);
      if (pending.empty()) {
        use(rest);
      } else {
        pending.append(rest);
        use(std::string_view(pending));
        pending.clear();
      }
    }
    pending.append(bytes.substr(begun));
    if (pending.size() > kMaxReplyBytes) throw Error(ErrorKind::kBadInput, "this line is too long");
  };
  // A person at a terminal gets an answer for each line.
  while (in.read(piece.data(), 1)) {
    const std::streamsize more =
        in.readsome(piece.data() + 1, static_cast<std::streamsize>(piece.size()) - 1);
    take({piece.data(), static_cast<std::size_t>(1 + more)});
  }
  if (!pending.empty()) use(std::string_view(pending));
}

}  // namespace

void classify_lines(const Classifier& classifier, std::istream& in, std::string_view source,
                    const ReplyDefaults& defaults, const VerdictForm& form, std::ostream& out) {
  Station station(classifier, defaults, form, out);
  std::int64_t number = 0;
  try {
    each_line(in, [&](std::string_view line) { station.line(line, ++number); });
  } catch (const Error& error) {
    station.flush();
    throw Error(error.kind(), error.what(),
                fmt::format("{}:{}", source, std::max<std::int64_t>(number, 1)), error.hint());
  }
  station.flush();
}

}  // namespace smsflow
