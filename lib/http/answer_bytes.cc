#include "http/answer_bytes.h"

#include <array>
#include <utility>

namespace smsflow {

namespace {

// Phrases of RFC 9110, section 15, for what a webhook server answers with.
constexpr std::array<std::pair<int, std::string_view>, 19> kPhrases = {{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
}};

std::string_view phrase(int status) {
  for (const auto& [code, words] : kPhrases) {
    if (code == status) return words;
  }
  return "Status";
}

void append_clean(std::string& out, std::string_view text) {
  for (const char c : text) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  append_clean(out, name);
  out += ": ";
  append_clean(out, value);
  out += "\r\n";
}

}  // namespace

std::string answer_bytes(const HttpAnswer& answer, const AnswerFraming& framing) {
  const bool bodiless = answer.status < 200 || answer.status == 204 || answer.status == 304;
  static const Headers framing_names = {{"Content-Length", ""}, {"Connection", ""}, {"Date", ""}};
  std::string out;
  out.reserve(160 + answer.body.size());
  out += "HTTP/1.1 ";
  out += std::to_string(answer.status);
  out += ' ';
  out += phrase(answer.status);
  out += "\r\n";
  for (const auto& [name, value] : answer.headers) {
    if (!find_header(framing_names, name)) append_header(out, name, value);
  }
  if (!framing.date.empty()) append_header(out, "Date", framing.date);
  if (!bodiless) append_header(out, "Content-Length", std::to_string(answer.body.size()));
  if (framing.last) append_header(out, "Connection", "close");
  out += "\r\n";
  if (!bodiless && !framing.to_head) out += answer.body;
  return out;
}

}  // namespace smsflow
