#include "hook/transcript.h"

#include <nlohmann/json.hpp>

namespace smsflow {
namespace {

using nlohmann::json;

bool has_handoff(const json& payload) {
  if (!payload.is_object() || !payload.contains("data")) return false;
  const json& data = payload["data"];
  return data.is_object() && data.contains("handoff");
}

}  // namespace

bool wants_transcript(std::string_view payload) {
  return has_handoff(json::parse(payload, nullptr, false));
}

std::string with_transcript(std::string_view payload, const std::vector<SpokenLine>& lines) {
  json parsed = json::parse(payload, nullptr, false);
  if (!has_handoff(parsed)) return std::string(payload);
  json said = json::array();
  for (const SpokenLine& line : lines) {
    said.push_back({{"at", format_rfc3339(line.at)},
                    {"from", line.from_contact ? "contact" : "us"},
                    {"text", line.text}});
  }
  parsed["data"]["transcript"] = std::move(said);
  return parsed.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace smsflow
