#include "app/capture.h"

#include "text/digest.h"
#include "text/json.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

std::string text_of(const Json& object, const char* key) {
  const Json* found = object.find(key);
  return found && !found->is_null() ? found->text_or_dump() : std::string();
}

// Seconds since 1970 (the oracles' rows), or RFC 3339.
std::optional<Instant> time_of(const Json& object) {
  for (const char* key : {"received_at", "now"}) {
    const Json* found = object.find(key);
    if (!found) continue;
    if (found->is_number()) return from_ms(static_cast<std::int64_t>(found->number() * 1000));
    if (found->is_text()) return parse_rfc3339(found->text());
  }
  return std::nullopt;
}

void read_headers(const Json& object, Headers& headers) {
  const Json* found = object.find("headers");
  if (!found) return;
  for (const auto& [key, value] : found->members()) headers.emplace_back(key, value.text_or_dump());
  for (const Json& pair : found->items()) {
    const Json::List& both = pair.items();
    if (both.size() == 2 && both[0].is_text() && both[1].is_text()) {
      headers.emplace_back(both[0].text(), both[1].text());
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
  Json headers = Json::list();
  for (const auto& [key, value] : captured.request.headers) {
    headers.add(Json::list({to_utf8(key), to_utf8(value)}));
  }
  const std::string& body = captured.request.body;
  Json object = Json::object();
  if (is_utf8(body)) {
    object["body"] = body;
  } else {
    object["body_b64"] = to_base64(body);
  }
  object["headers"] = std::move(headers);
  object["id"] = captured.id;
  object["method"] = captured.request.method;
  object["provider"] = captured.provider;
  if (captured.received_at) object["received_at"] = format_rfc3339(*captured.received_at);
  object["url"] = to_utf8(captured.url);
  object["v"] = 1;
  return object.dump();
}

ParsedCapture parse_capture_line(std::string_view line) {
  const std::optional<Json> read = Json::parse(line);
  if (!read || !read->is_object()) return {{}, "not a JSON object"};
  const Json& object = *read;
  CapturedRequest captured;
  captured.id = text_of(object, "id");
  captured.id_is_number = object.find("id") && object.at("id").is_number();
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
  if (object.find("body_b64")) {
    std::optional<std::string> bytes = from_base64(text_of(object, "body_b64"));
    if (!bytes) return {{}, "body_b64 is not base64"};
    captured.request.body = *std::move(bytes);
  }
  captured.secret = text_of(object, "secret");
  if (const Json* expect = object.find("expect")) {
    if (expect->is_flag()) {
      captured.expect_verified = expect->flag();
    } else {
      captured.expect = expect->dump();
    }
  }
  const Json* verified = object.find("expect_verified");
  if (verified && verified->is_flag()) captured.expect_verified = verified->flag();
  return {std::move(captured), {}};
}

}  // namespace smsflow
