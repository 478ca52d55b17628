#include "http/client.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <new>
#include <unordered_map>
#include <utility>

#include "http/exchange.h"

namespace smsflow {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct MultiCloser {
  void operator()(CURLM* multi) const { curl().multi_cleanup(multi); }
};
struct ShareCloser {
  void operator()(CURLSH* share) const { curl().share_cleanup(share); }
};

}  // namespace

struct HttpClient::Impl {
  explicit Impl(HttpLimits the_limits) : limits(std::move(the_limits)) {
    share.reset(curl().share_init());
    multi.reset(curl().multi_init());
    if (!share || !multi) throw std::bad_alloc();
    // Fresh connections stay cheap by resuming the TLS session of an earlier one.
    curl().share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  }

  ~Impl() {
    for (const auto& [easy, exchange] : running) curl().multi_remove_handle(multi.get(), easy);
  }

  void start_queued() {
    while (!queue.empty() && running.size() < static_cast<std::size_t>(limits.concurrency)) {
      std::unique_ptr<Exchange> exchange = std::move(queue.front());
      queue.pop_front();
      start(std::move(exchange));
    }
  }

  void start(std::unique_ptr<Exchange> exchange) {
    std::string forgery = exchange->find_forgery();
    if (!forgery.empty()) {
      finished.push_back(exchange->refuse(std::move(forgery)));
      return;
    }
    exchange->begin(take_easy(), limits);
    CURL* easy = exchange->easy();
    curl().easy_setopt(easy, CURLOPT_SHARE, share.get());
    if (curl().multi_add_handle(multi.get(), easy) != CURLM_OK) throw std::bad_alloc();
    running.emplace(easy, std::move(exchange));
  }

  Easy take_easy() {
    Easy easy;
    if (spare.empty()) {
      easy.reset(curl().easy_init());
      if (!easy) throw std::bad_alloc();
    } else {
      easy = std::move(spare.back());
      spare.pop_back();
    }
    return easy;
  }

  void collect() {
    int left = 0;
    while (const CURLMsg* message = curl().multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      // The message dies with the handle's removal.
      CURL* easy = message->easy_handle;
      const CURLcode code = message->data.result;
      const auto found = running.find(easy);
      finished.push_back(found->second->conclude(code));
      curl().multi_remove_handle(multi.get(), easy);
      spare.push_back(found->second->release());
      running.erase(found);
    }
  }

  HttpLimits limits;
  std::unique_ptr<CURLSH, ShareCloser> share;
  std::unique_ptr<CURLM, MultiCloser> multi;
  std::vector<Easy> spare;
  std::deque<std::unique_ptr<Exchange>> queue;
  std::unordered_map<CURL*, std::unique_ptr<Exchange>> running;
  std::vector<HttpResult> finished;
  std::atomic<bool> woken = false;
};

HttpClient::HttpClient(HttpLimits limits) : impl_(std::make_unique<Impl>(std::move(limits))) {}
HttpClient::~HttpClient() = default;

void HttpClient::add(HttpCall call, std::uint64_t tag) {
  impl_->queue.push_back(std::make_unique<Exchange>(std::move(call), tag));
}

std::vector<HttpResult> HttpClient::poll(int timeout_ms) {
  const steady_clock::time_point end = steady_clock::now() + milliseconds(timeout_ms);
  for (;;) {
    impl_->start_queued();
    int running = 0;
    curl().multi_perform(impl_->multi.get(), &running);
    impl_->collect();
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now()).count();
    if (!impl_->finished.empty() || impl_->woken.exchange(false) || left <= 0) {
      return std::exchange(impl_->finished, {});
    }
    curl().multi_poll(impl_->multi.get(), nullptr, 0, static_cast<int>(left), nullptr);
  }
}

void HttpClient::wake() {
  impl_->woken = true;
  curl().multi_wakeup(impl_->multi.get());
}

std::size_t HttpClient::in_flight() const {
  return impl_->queue.size() + impl_->running.size();
}

HttpResult perform(HttpCall call, const HttpLimits& limits) {
  HttpClient client(limits);
  client.add(std::move(call), 0);
  std::vector<HttpResult> results;
  while (results.empty()) results = client.poll(1'000);
  return std::move(results.front());
}

}  // namespace smsflow
