#include "expr/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/nearest.h"

namespace smsflow {
namespace {

constexpr std::size_t kMostNamesListed = 12;
constexpr std::string_view kSyntaxError = "\": syntax error";

// "X" of "no such column: X" and the like; nothing for another message.
std::string_view named(std::string_view message, std::string_view prefix) {
  return message.starts_with(prefix) ? message.substr(prefix.size()) : std::string_view{};
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::string near = nearest(word, names);
  return near.empty() ? "" : fmt::format("did you mean {}?", near);
}

ConditionFault unknown_field(std::string_view name, std::size_t offset, std::string_view expression,
                             const std::vector<std::string>& names) {
  ConditionFault fault{offset, fmt::format("no such field: {}", name), did_you_mean(name, names)};
  if (!fault.hint.empty()) return fault;
  if (offset < expression.size() && expression[offset] == '"') {
    fault.hint = fmt::format("write a text in single quotes: '{}'", name);
  } else if (names.size() <= kMostNamesListed) {
    fault.hint = fmt::format("a condition sees {}", fmt::join(names, ", "));
  }
  return fault;
}

ConditionFault unknown_function(std::string_view name, std::size_t offset,
                                const std::vector<std::string>& names) {
  ConditionFault fault{offset, fmt::format("no such function: {}", name),
                       did_you_mean(name, condition_functions())};
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    fault.hint = fmt::format("{} is a field: write it without parentheses", name);
  }
  return fault;
}

}  // namespace

ConditionFault explain(const SqlFault& sql, std::string_view expression,
                       const std::vector<std::string>& names) {
  const std::size_t offset =
      sql.offset < 0 ? 0 : std::min(static_cast<std::size_t>(sql.offset), expression.size());
  const std::string_view message = sql.message;
  if (const std::string_view name = named(message, "no such column: "); !name.empty()) {
    return unknown_field(name, offset, expression, names);
  }
  for (const std::string_view prefix : {"no such function: ", "not authorized to use function: "}) {
    const std::string_view name = named(message, prefix);
    if (!name.empty()) return unknown_function(name, offset, names);
  }
  if (const std::string_view near = named(message, "near \""); message.ends_with(kSyntaxError)) {
    if (offset == expression.size()) return {offset, "the condition ends too early", ""};
    const std::string_view word = near.substr(0, near.size() - kSyntaxError.size());
    return {offset, fmt::format("syntax error near {}", word), ""};
  }
  if (message == "not authorized") return {offset, "not allowed in a condition", ""};
  if (message.starts_with("Expression tree is too large") || message == "parser stack overflow") {
    return {offset, "the condition is nested too deeply", ""};
  }
  return {offset, sql.message, ""};
}

}  // namespace smsflow
