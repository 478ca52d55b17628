#include "hook/transcript.h"

#include "text/json.h"

namespace smsflow {
namespace {

bool has_handoff(const Json& payload) {
  const Json* data = payload.find("data");
  return data && data->find("handoff");
}

}  // namespace

bool wants_transcript(std::string_view payload) {
  const std::optional<Json> parsed = Json::parse(payload);
  return parsed && has_handoff(*parsed);
}

std::string with_transcript(std::string_view payload, const std::vector<SpokenLine>& lines) {
  std::optional<Json> parsed = Json::parse(payload);
  if (!parsed || !has_handoff(*parsed)) return std::string(payload);
  Json said = Json::list();
  for (const SpokenLine& line : lines) {
    said.add(Json::object({{"at", format_rfc3339(line.at)},
                           {"from", line.from_contact ? "contact" : "us"},
                           {"text", line.text}}));
  }
  (*parsed)["data"]["transcript"] = std::move(said);
  return parsed->dump();
}

}  // namespace smsflow
