#include "app/capture.h"

#include <nlohmann/json.hpp>

#include "text/digest.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

// Seconds since 1970 (the oracles' rows), or RFC 3339.
std::optional<Instant> time_of(const json& object) {
  for (const char* key : {"received_at", "now"}) {
    const auto found = object.find(key);
    if (found == object.end()) continue;
    if (found->is_number()) return from_ms(static_cast<std::int64_t>(found->get<double>() * 1000));
    if (found->is_string()) return parse_rfc3339(found->get<std::string>());
  }
  return std::nullopt;
}

void read_headers(const json& object, Headers& headers) {
  const auto found = object.find("headers");
  if (found == object.end()) return;
  if (found->is_object()) {
    for (const auto& [key, value] : found->items()) {
      headers.emplace_back(key, value.is_string() ? value.get<std::string>() : value.dump());
    }
  } else if (found->is_array()) {
    for (const json& pair : *found) {
      if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string()) {
        headers.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
      }
    }
  }
}

std::string target_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t begin = url.find_first_of("/?", scheme + 3);
  if (begin == std::string_view::npos) return "/";
  return (url[begin] == '?' ? "/" : "") + std::string(url.substr(begin));
}

}  // namespace

std::string to_line(const CapturedRequest& captured) {
  json headers = json::array();
  for (const auto& [key, value] : captured.request.headers) {
    headers.push_back({to_utf8(key), to_utf8(value)});
  }
  json object = {{"v", 1},
                 {"id", captured.id},
                 {"provider", captured.provider},
                 {"method", captured.request.method},
                 {"url", to_utf8(captured.url)},
                 {"headers", headers}};
  if (captured.received_at) object["received_at"] = format_rfc3339(*captured.received_at);
  if (is_utf8(captured.request.body)) {
    object["body"] = captured.request.body;
  } else {
    object["body_b64"] = to_base64(captured.request.body);
  }
  return object.dump();
}

ParsedCapture parse_capture_line(std::string_view line) {
  const json object = json::parse(line, nullptr, false);
  if (!object.is_object()) return {{}, "not a JSON object"};
  CapturedRequest captured;
  captured.id = text_of(object, "id");
  captured.id_is_number = object.contains("id") && object["id"].is_number();
  captured.received_at = time_of(object);
  captured.provider = text_of(object, "provider");
  captured.scheme = text_of(object, "scheme");
  captured.url = text_of(object, "url");
  captured.request.method = text_of(object, "method");
  if (captured.request.method.empty()) captured.request.method = "POST";
  if (captured.url.empty()) return {{}, "no url"};
  captured.request.target = target_of(captured.url);
  read_headers(object, captured.request.headers);
  captured.request.body = text_of(object, "body");
  if (object.contains("body_b64")) {
    std::optional<std::string> bytes = from_base64(text_of(object, "body_b64"));
    if (!bytes) return {{}, "body_b64 is not base64"};
    captured.request.body = *std::move(bytes);
  }
  captured.secret = text_of(object, "secret");
  const auto expect = object.find("expect");
  if (expect != object.end()) {
    if (expect->is_boolean()) {
      captured.expect_verified = expect->get<bool>();
    } else {
      captured.expect = expect->dump();
    }
  }
  const auto verified = object.find("expect_verified");
  if (verified != object.end() && verified->is_boolean()) {
    captured.expect_verified = verified->get<bool>();
  }
  return {std::move(captured), {}};
}

}  // namespace smsflow
