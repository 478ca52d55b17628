#include "tests/app/fake_twilio.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "http/message.h"
#include "tests/http/fake_server.h"

namespace smsflow {

std::string http_answer(int status, const std::string& body) {
  return fmt::format(
      "HTTP/1.1 {} Word\r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
      "Connection: close\r\n\r\n{}",
      status, body.size(), body);
}

FakeTwilio::FakeTwilio()
    : server_(std::make_unique<FakeServer>([this](FakePeer& peer) {
        const std::string request = peer.read_request();
        if (request.empty()) return;
        const std::string bytes = answer(request);
        if (bytes.empty()) return peer.reset();
        peer.send(bytes);
      })) {}

FakeTwilio::~FakeTwilio() = default;

std::string FakeTwilio::taken(const Post& post) {
  return http_answer(201, nlohmann::json{{"sid", post.sid}}.dump());
}

std::string FakeTwilio::list(const std::vector<Entry>& entries, const std::string& next_page) {
  nlohmann::json answer{{"messages", nlohmann::json::array()}, {"next_page_uri", nullptr}};
  if (!next_page.empty()) answer["next_page_uri"] = next_page;
  for (const Entry& entry : entries) {
    answer["messages"].push_back({{"sid", entry.post.sid},
                                  {"to", entry.post.to},
                                  {"from", entry.post.from},
                                  {"body", entry.post.body},
                                  {"status", "sent"},
                                  {"direction", "outbound-api"},
                                  {"error_code", nullptr},
                                  {"date_created", entry.created}});
  }
  return http_answer(200, answer.dump());
}

std::string FakeTwilio::url() const {
  return fmt::format("http://127.0.0.1:{}", server_->port());
}

std::vector<FakeTwilio::Post> FakeTwilio::posts() const {
  const std::lock_guard lock(mutex_);
  return posts_;
}

int FakeTwilio::lists() const {
  const std::lock_guard lock(mutex_);
  return lists_;
}

std::string FakeTwilio::answer(const std::string& request) {
  const std::lock_guard lock(mutex_);
  if (request.starts_with("GET ")) {
    ++lists_;
    return on_list(request.substr(4, request.find(' ', 4) - 4));
  }
  const FormPairs form = parse_form(std::string_view(request).substr(request.find("\r\n\r\n") + 4));
  const auto field = [&](const char* name) {
    return std::string(find_field(form, name).value_or(std::string_view()));
  };
  posts_.push_back({.to = field("To"),
                    .from = field("From"),
                    .body = field("Body"),
                    .sid = fmt::format("SM{:032x}", posts_.size() + 1)});
  return on_post(posts_.back());
}

}  // namespace smsflow
