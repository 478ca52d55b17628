// A carrier on loopback that counts what is posted to it and shows the list it is told to show.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "http/message.h"
#include "tests/http/fake_server.h"

namespace smsflow {

inline std::string http_answer(int status, const std::string& body) {
  return fmt::format(
      "HTTP/1.1 {} Word\r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
      "Connection: close\r\n\r\n{}",
      status, body.size(), body);
}

class FakeTwilio {
 public:
  struct Post {
    std::string to;
    std::string from;
    std::string body;
    std::string sid;  // it would bear
  };

  // What to answer: whole bytes, or "" to break off. Called for one request at a time.
  std::function<std::string(const Post&)> on_post = [](const Post& post) { return taken(post); };
  std::function<std::string(const std::string& target)> on_list = [](const std::string&) {
    return list({});
  };

  static std::string taken(const Post& post) {
    return http_answer(201, nlohmann::json{{"sid", post.sid}}.dump());
  }
  static nlohmann::json entry(const Post& post, const std::string& created) {
    return {{"sid", post.sid},       {"to", post.to},          {"from", post.from},
            {"body", post.body},     {"status", "sent"},       {"direction", "outbound-api"},
            {"error_code", nullptr}, {"date_created", created}};
  }
  static std::string list(const std::vector<nlohmann::json>& messages,
                          const nlohmann::json& next_page = nullptr) {
    return http_answer(200,
                       nlohmann::json{{"messages", messages}, {"next_page_uri", next_page}}.dump());
  }

  std::string url() const { return fmt::format("http://127.0.0.1:{}", server_.port()); }
  std::vector<Post> posts() const {
    const std::lock_guard lock(mutex_);
    return posts_;
  }
  int lists() const {
    const std::lock_guard lock(mutex_);
    return lists_;
  }

 private:
  std::string answer(const std::string& request) {
    const std::lock_guard lock(mutex_);
    if (request.starts_with("GET ")) {
      ++lists_;
      return on_list(request.substr(4, request.find(' ', 4) - 4));
    }
    const FormPairs form =
        parse_form(std::string_view(request).substr(request.find("\r\n\r\n") + 4));
    const auto field = [&](const char* name) {
      return std::string(find_field(form, name).value_or(std::string_view()));
    };
    posts_.push_back({.to = field("To"),
                      .from = field("From"),
                      .body = field("Body"),
                      .sid = fmt::format("SM{:032x}", posts_.size() + 1)});
    return on_post(posts_.back());
  }

  mutable std::mutex mutex_;
  std::vector<Post> posts_;
  int lists_ = 0;
  FakeServer server_{[this](FakePeer& peer) {
    const std::string request = peer.read_request();
    if (request.empty()) return;
    const std::string bytes = answer(request);
    if (bytes.empty()) return peer.reset();
    peer.send(bytes);
  }};
};

}  // namespace smsflow
