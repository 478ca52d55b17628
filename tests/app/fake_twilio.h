// A carrier on loopback that counts what is posted to it and shows the list it is told to show.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace smsflow {

class FakeServer;

std::string http_answer(int status, const std::string& body);

class FakeTwilio {
 public:
  struct Post {
    std::string to;
    std::string from;
    std::string body;
    std::string sid;  // it would bear
  };
  // A text as the carrier lists it.
  struct Entry {
    Post post;
    std::string created;
  };

  FakeTwilio();
  ~FakeTwilio();

  // What to answer: whole bytes, or "" to break off. Called for one request at a time.
  std::function<std::string(const Post&)> on_post = [](const Post& post) { return taken(post); };
  std::function<std::string(const std::string& target)> on_list = [](const std::string&) {
    return list({});
  };

  static std::string taken(const Post& post);
  static Entry entry(const Post& post, const std::string& created) { return {post, created}; }
  // `next_page`: "" for none.
  static std::string list(const std::vector<Entry>& entries, const std::string& next_page = "");

  std::string url() const;
  std::vector<Post> posts() const;
  int lists() const;

 private:
  std::string answer(const std::string& request);

  mutable std::mutex mutex_;
  std::vector<Post> posts_;
  int lists_ = 0;
  std::unique_ptr<FakeServer> server_;
};

}  // namespace smsflow
