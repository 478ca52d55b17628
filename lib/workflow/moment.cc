#include "workflow/moment.h"

#include <fmt/format.h>

namespace smsflow {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Moment> parse_moment(std::string_view text, std::string& fault) {
  const std::size_t sign = text.find_first_of("+-");
  Moment moment;
  moment.field = trim(text.substr(0, sign));
  if (moment.field.empty() || moment.field.find_first_of(" \t") != std::string::npos) {
    fault = "a moment is a field, or a field plus or minus a duration";
    return std::nullopt;
  }
  if (sign == std::string_view::npos) return moment;
  const std::string_view written = trim(text.substr(sign + 1));
  const std::optional<Duration> offset = parse_duration(written);
  if (!offset) {
    fault = fmt::format("\"{}\" is not a duration", written);
    return std::nullopt;
  }
  moment.offset = text[sign] == '-' ? -*offset : *offset;
  return moment;
}

}  // namespace smsflow
