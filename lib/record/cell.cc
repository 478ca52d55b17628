#include "record/cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace smsflow {
namespace {

constexpr std::size_t kShownBytes = 40;

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string shown(const Value& value) {
  const std::string text = to_text(value);
  return text.size() <= kShownBytes ? fmt::format("\"{}\"", text) : "a long text";
}

CellFault as_text(Value& value) {
  std::string* text = std::get_if<std::string>(&value);
  if (text == nullptr) {
    value = to_text(value);
    return {};
  }
  if (text->find('\0') != std::string::npos) return {"unreadable", "has a zero byte in it"};
  const std::string_view kept = trim(*text);
  if (kept.empty()) {
    value = std::monostate{};
  } else if (kept.size() != text->size()) {
    value = std::string(kept);
  }
  return {};
}

CellFault as_time(Value& value, const std::optional<Zone>& zone) {
  const std::string* text = std::get_if<std::string>(&value);
  if (text == nullptr) {
    return {"bad_time", fmt::format("is {}, not a time like 2026-03-03T15:00", shown(value))};
  }
  const std::string_view kept = trim(*text);
  if (kept.empty()) {
    value = std::monostate{};
    return {};
  }
  const std::optional<Instant> at = zone ? parse_local(kept, *zone) : parse_rfc3339(kept);
  if (!at)
    return {"bad_time", fmt::format("is {}, not a time like 2026-03-03T15:00", shown(value))};
  value = *at;
  return {};
}

CellFault as_number(Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return {};
  if (const double* real = std::get_if<double>(&value); real != nullptr && std::isfinite(*real)) {
    return {};
  }
  const std::string* text = std::get_if<std::string>(&value);
  const std::string_view kept = text == nullptr ? "" : trim(*text);
  if (text != nullptr && kept.empty()) {
    value = std::monostate{};
    return {};
  }
  const char* const end = kept.data() + kept.size();
  std::int64_t whole = 0;
  if (const auto parsed = std::from_chars(kept.data(), end, whole);
      !kept.empty() && parsed.ec == std::errc() && parsed.ptr == end) {
    value = whole;
    return {};
  }
  double real = 0;
  if (const auto parsed = std::from_chars(kept.data(), end, real);
      !kept.empty() && parsed.ec == std::errc() && parsed.ptr == end && std::isfinite(real)) {
    value = real;
    return {};
  }
  return {"bad_number", fmt::format("is {}, not a number like 1234.50", shown(value))};
}

CellFault as_flag(Value& value) {
  if (cell_text(value).empty()) {
    value = std::monostate{};
    return {};
  }
  const std::optional<bool> flag = yes_or_no(value);
  if (!flag) return {"missing_field", fmt::format("is {}, neither yes nor no", shown(value))};
  value = *flag;
  return {};
}

}  // namespace

std::string cell_text(const Value& value) {
  if (const std::string* text = std::get_if<std::string>(&value)) return std::string(trim(*text));
  return to_text(value);
}

std::optional<bool> yes_or_no(const Value& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag;
  std::string word = cell_text(value);
  for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  constexpr std::array<std::string_view, 8> kYes = {"yes", "true", "1",         "y",
                                                    "t",   "si",   "s\xC3\xAD", "s\xC3\x8D"};
  constexpr std::array<std::string_view, 5> kNo = {"no", "false", "0", "n", "f"};
  if (std::find(kYes.begin(), kYes.end(), word) != kYes.end()) return true;
  if (std::find(kNo.begin(), kNo.end(), word) != kNo.end()) return false;
  return std::nullopt;
}

std::optional<bool> says_deleted(const Value& value) {
  if (cell_text(value).empty()) return false;
  if (const std::optional<bool> flag = yes_or_no(value)) return flag;
  Value stamp = value;
  if (as_time(stamp, Zone::utc()).reason.empty()) return true;
  return std::nullopt;
}

CellFault read_cell(Value& value, FieldType type, const std::optional<Zone>& zone) {
  if (std::holds_alternative<std::monostate>(value)) return {};
  switch (type) {
    case FieldType::kText:
      return as_text(value);
    case FieldType::kTime:
      return as_time(value, zone);
    case FieldType::kNumber:
      return as_number(value);
    case FieldType::kFlag:
      return as_flag(value);
  }
  return {};
}

}  // namespace smsflow
