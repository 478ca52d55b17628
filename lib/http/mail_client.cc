#include "http/mail_client.h"

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <new>
#include <string_view>
#include <thread>
#include <utility>

#include "http/exchange.h"
#include "http/public_address.h"
#include "text/ascii.h"

namespace smsflow {
namespace {

using std::chrono::steady_clock;

constexpr int kGoodbyeMs = 2'000;  // beyond the call's own time

struct LinesFree {
  void operator()(curl_slist* list) const { curl().slist_free_all(list); }
};

// "550 5.1.1 <maya@..." to "550 5.1.1".
std::string code_of(std::string_view line) {
  std::string code(line.substr(0, 3));
  if (line.size() < 5) return code;
  const std::string_view rest = line.substr(4);
  const std::size_t end = std::min(rest.find_first_not_of("0123456789."), rest.size());
  const std::string_view enhanced = rest.substr(0, end);
  if (std::count(enhanced.begin(), enhanced.end(), '.') == 2 && enhanced.size() <= 9) {
    code.append(" ").append(enhanced);
  }
  return code;
}

// One dialogue. Curl holds pointers into it: it stays where it is.
class MailDialogue {
 public:
  MailDialogue(const MailCall& call, const std::atomic<bool>& closing)
      : call_(call),
        closing_(closing),
        end_(steady_clock::now() + std::chrono::milliseconds(call.timeout_ms + kGoodbyeMs)) {}
  MailDialogue(const MailDialogue&) = delete;
  MailDialogue& operator=(const MailDialogue&) = delete;

  MailResult perform();

 private:
  static std::size_t on_reply(char* data, std::size_t, std::size_t size, void* owner);
  static std::size_t on_read(char* to, std::size_t, std::size_t room, void* owner);
  static int on_progress(void* owner, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
  static curl_socket_t open_public(void* owner, curlsocktype, curl_sockaddr* address);

  void set_envelope(CURL* easy);
  void set_bounds(CURL* easy);
  void set_security(CURL* easy);
  MailResult result(CURLcode code) const;

  const MailCall& call_;
  const std::atomic<bool>& closing_;
  const steady_clock::time_point end_;
  std::unique_ptr<curl_slist, LinesFree> recipients_;
  std::size_t read_ = 0;  // bytes of the message that curl has taken
  bool begun_ = false;    // the server said "go ahead"
  bool is_private_ = false;
  std::string last_code_;  // of the server's last reply but its goodbye
};

std::size_t MailDialogue::on_reply(char* data, std::size_t, std::size_t size, void* owner) {
  auto& self = *static_cast<MailDialogue*>(owner);
  const std::string_view line(data, size);
  if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, is_digit)) return size;
  if (line.starts_with("221")) return size;
  self.last_code_ = code_of(line);
  return size;
}

std::size_t MailDialogue::on_read(char* to, std::size_t, std::size_t room, void* owner) {
  auto& self = *static_cast<MailDialogue*>(owner);
  self.begun_ = true;
  const std::size_t size = std::min(room, self.call_.message.size() - self.read_);
  std::copy_n(self.call_.message.data() + self.read_, size, to);
  self.read_ += size;
  return size;
}

int MailDialogue::on_progress(void* owner, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& self = *static_cast<const MailDialogue*>(owner);
  return self.closing_ || steady_clock::now() > self.end_ ? 1 : 0;
}

curl_socket_t MailDialogue::open_public(void* owner, curlsocktype, curl_sockaddr* address) {
  if (!is_public(address->addr)) {
    static_cast<MailDialogue*>(owner)->is_private_ = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void MailDialogue::set_envelope(CURL* easy) {
  recipients_.reset(curl().slist_append(nullptr, ("<" + call_.to + ">").c_str()));
  if (!recipients_) throw std::bad_alloc();
  curl().easy_setopt(easy, CURLOPT_URL, call_.server.c_str());
  curl().easy_setopt(easy, CURLOPT_MAIL_FROM, ("<" + call_.from + ">").c_str());
  curl().easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients_.get());
  curl().easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl().easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
  curl().easy_setopt(easy, CURLOPT_READDATA, this);
  curl().easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_reply);
  curl().easy_setopt(easy, CURLOPT_HEADERDATA, this);
  if (!call_.username.empty()) {
    curl().easy_setopt(easy, CURLOPT_USERNAME, call_.username.c_str());
    curl().easy_setopt(easy, CURLOPT_PASSWORD, call_.password.c_str());
  }
}

void MailDialogue::set_bounds(CURL* easy) {
  curl().easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl().easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
  curl().easy_setopt(easy, CURLOPT_PROXY, "");
  curl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl().easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl().easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl().easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(call_.timeout_ms));
  curl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call_.connect_timeout_ms));
  curl().easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl().easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl().easy_setopt(easy, CURLOPT_XFERINFODATA, this);
  if (call_.public_only) {
    curl().easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_public);
    curl().easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  }
}

void MailDialogue::set_security(CURL* easy) {
  curl().easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!call_.ca_file.empty()) curl().easy_setopt(easy, CURLOPT_CAINFO, call_.ca_file.c_str());
  switch (call_.security) {
    case MailSecurity::kRequired:
      curl().easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
      break;
    case MailSecurity::kOpportunistic:
      // Whoever could forge a certificate could as well leave out the offer (RFC 7435).
      curl().easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
      curl().easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
      curl().easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
      break;
    case MailSecurity::kNone:
      curl().easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_NONE));
      break;
  }
}

// A refused log-in or greeting is between the server and us: another try may find it mended.
MailResult MailDialogue::result(CURLcode code) const {
  if (code == CURLE_OK) return {0, MailOutcome::kAccepted, last_code_};
  if (is_private_) return {0, MailOutcome::kDeferred, "the address is not a public one"};
  const bool of_this_mail = begun_ || code == CURLE_SEND_ERROR;
  if (of_this_mail && last_code_.starts_with('5')) return {0, MailOutcome::kRefused, last_code_};
  if (of_this_mail && last_code_.starts_with('4')) return {0, MailOutcome::kDeferred, last_code_};
  std::string words = curl().easy_strerror(code);
  if (!last_code_.empty()) words += " after " + last_code_;
  return {0, begun_ ? MailOutcome::kUnknown : MailOutcome::kDeferred, std::move(words)};
}

MailResult MailDialogue::perform() {
  const Easy easy(curl().easy_init());
  if (!easy) throw std::bad_alloc();
  set_envelope(easy.get());
  set_bounds(easy.get());
  set_security(easy.get());
  return result(curl().easy_perform(easy.get()));
}

}  // namespace

struct MailClient::Impl {
  struct Waiting {
    MailCall call;
    std::uint64_t tag;
  };

  explicit Impl(std::function<void()> on_done_in) : on_done(std::move(on_done_in)) {
    curl();  // a fault of loading it belongs here, not in the thread
    thread = std::thread([this] { work(); });
  }

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      arrival.wait(lock, [this] { return closing || !waiting.empty(); });
      if (closing) return;
      const Waiting next = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      MailResult result = MailDialogue(next.call, closing).perform();
      result.tag = next.tag;
      lock.lock();
      finished.push_back(std::move(result));
      on_done();
    }
  }

  std::function<void()> on_done;
  mutable std::mutex mutex;
  std::condition_variable arrival;
  std::deque<Waiting> waiting;
  std::vector<MailResult> finished;
  std::size_t in_flight = 0;
  std::atomic<bool> closing = false;
  std::thread thread;  // last: it uses all the others
};

MailClient::MailClient(std::function<void()> on_done)
    : impl_(std::make_unique<Impl>(std::move(on_done))) {}

MailClient::~MailClient() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->closing = true;
  }
  impl_->arrival.notify_one();
  impl_->thread.join();
}

void MailClient::add(MailCall call, std::uint64_t tag) {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->waiting.push_back({std::move(call), tag});
    impl_->in_flight += 1;
  }
  impl_->arrival.notify_one();
}

std::vector<MailResult> MailClient::take() {
  const std::lock_guard lock(impl_->mutex);
  impl_->in_flight -= impl_->finished.size();
  return std::exchange(impl_->finished, {});
}

std::size_t MailClient::in_flight() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->in_flight;
}

}  // namespace smsflow
