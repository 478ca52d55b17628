// One call under way on one curl handle: what curl is told, what it brings, and what that means.
#pragma once

#include <memory>
#include <string>

#include "http/client.h"
#include "http/curl_library.h"

namespace smsflow {

struct EasyCloser {
  void operator()(CURL* easy) const { curl().easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EasyCloser>;

// Curl holds pointers into it from begin() on: it stays where it is.
class Exchange {
 public:
  Exchange(HttpCall call, std::uint64_t tag);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Says why the call can't be made at all: it would not be one request to one URL.
  std::string find_forgery() const;
  // Sets up a fresh or reset handle, which it keeps.
  void begin(Easy easy, const HttpLimits& limits);
  CURL* easy() const { return easy_.get(); }

  // The result, once curl is done with it.
  HttpResult conclude(CURLcode code);
  // A call that was never begun.
  HttpResult refuse(std::string problem);
  // The handle, reset, for another call.
  Easy release();

 private:
  struct ListCloser {
    void operator()(curl_slist* list) const { curl().slist_free_all(list); }
  };

  static std::size_t on_header(char* data, std::size_t one, std::size_t size, void* owner);
  static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* owner);
  static curl_socket_t open_public(void* owner, curlsocktype purpose, curl_sockaddr* address);

  bool take_room(std::size_t bytes);
  void add_line(const std::string& line);
  void set_headers();
  void set_request();
  void set_bounds(const HttpLimits& limits);
  void set_answer();
  HttpOutcome outcome(CURLcode code) const;
  std::string problem(CURLcode code) const;

  HttpCall call_;
  HttpResult result_;
  std::size_t room_ = 0;           // answer bytes that may still come
  bool headers_complete_ = false;  // of the final answer
  std::string refusal_;            // why we stopped it ourselves; empty if we did not
  char curl_words_[CURL_ERROR_SIZE] = {};
  std::unique_ptr<curl_slist, ListCloser> lines_;
  Easy easy_;
};

}  // namespace smsflow
