#include "engine/render.h"

#include <map>
#include <string>

#include "time/zone.h"

namespace smsflow {
namespace {

Zone zone_of(const RecordSnapshot& record) {
  return Zone::find(record.zone).value_or(Zone::utc());
}

std::optional<std::string> show(const Value& value, std::string_view format, const Zone& zone,
                                Instant now, std::string_view language) {
  if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
  if (const Instant* at = std::get_if<Instant>(&value)) {
    return format_time(*at, format.empty() ? "day_time" : format, zone, now, language);
  }
  std::string text = to_text(value);
  if (text.empty()) return std::nullopt;
  return text;
}

// More than the wordings of some workflows and their earlier revisions.
constexpr std::size_t kKeptTemplates = 1'000;

const Template& kept_template(std::string_view source) {
  thread_local std::map<std::string, Template, std::less<>> kept;
  const auto found = kept.find(source);
  if (found != kept.end()) return found->second;
  if (kept.size() >= kKeptTemplates) kept.clear();
  return kept.emplace(source, parse_template(source).value).first->second;
}

}  // namespace

Rendered render_text(std::string_view source, const RecordSnapshot& record, std::string_view brand,
                     std::string_view language, Instant now) {
  return render_text(kept_template(source), record, brand, language, now);
}

Rendered render_text(const Template& source, const RecordSnapshot& record, std::string_view brand,
                     std::string_view language, Instant now) {
  const Zone zone = zone_of(record);
  return render(source,
                [&](std::string_view field, std::string_view format) -> std::optional<std::string> {
                  const auto found = record.fields.find(field);
                  if (found != record.fields.end()) {
                    return show(found->second, format, zone, now, language);
                  }
                  if (field == "brand") return std::string(brand);
                  return std::nullopt;
                });
}

Rendered render_intent(const Intent& intent, const RecordSnapshot* record, std::string_view brand,
                       Instant now) {
  if (intent.literal) return {intent.text, {}};
  static const RecordSnapshot kNone;
  return render_text(intent.text, record ? *record : kNone, brand, intent.language, now);
}

}  // namespace smsflow
