#include "http/connection.h"

#include <algorithm>
#include <boost/asio/write.hpp>
#include <exception>

#include "http/answer_bytes.h"

namespace smsflow {

namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMaxLingerBytes = std::size_t{1024} * 1024;
constexpr milliseconds kLingerTime{1'000};
constexpr milliseconds kForever = milliseconds::max();

}  // namespace

bool ConnectionSet::make_room() {
  if (live.size() < limits.max_connections) return true;
  const auto slowest = std::find_if(
      live.begin(), live.end(), [](const Connection* one) { return one->is_waiting_for_client(); });
  if (slowest == live.end()) return false;
  (*slowest)->close();
  return true;
}

void ConnectionSet::close_late(steady_clock::time_point now) {
  for (auto next = live.begin(); next != live.end();) {
    Connection* connection = *next++;
    if (connection->deadline() <= now) connection->close();
  }
}

void ConnectionSet::close_all() {
  while (!live.empty()) live.front()->close();
}

void ConnectionSet::drain() {
  draining = true;
  for (Connection* connection : live) {
    if (connection->is_idle()) connection->stop_listening();
  }
}

Connection::Connection(ConnectionSet& all, ServerSocket socket)
    : all_(all),
      socket_(std::move(socket)),
      place_(all.live.insert(all.live.end(), this)),
      parser_(all.limits.max_header_bytes, all.limits.max_body_bytes) {}

// A new client has something to say: silence is cut as early as a slow request.
void Connection::start() {
  next_request(all_.limits.request_deadline_ms);
}

void Connection::enter(Phase phase, milliseconds timeout) {
  phase_ = phase;
  deadline_ = timeout == kForever ? steady_clock::time_point::max() : steady_clock::now() + timeout;
  all_.live.splice(all_.live.end(), all_.live, place_);
}

void Connection::next_request(int idle_ms) {
  greeted_ = false;
  enter(Phase::kIdle, milliseconds(idle_ms));
  if (all_.draining) stop_listening();
  if (in_.empty()) return read();
  parse();
}

void Connection::read() {
  socket_.async_read_some(asio::buffer(chunk_),
                          [self = shared_from_this()](ErrorCode error, std::size_t size) {
                            if (error || self->phase_ == Phase::kClosed) return self->close();
                            self->in_.append(self->chunk_.data(), size);
                            self->parse();
                          });
}

void Connection::parse() {
  if (is_idle()) enter(Phase::kReading, milliseconds(all_.limits.request_deadline_ms));
  in_.erase(0, parser_.put(in_));
  switch (parser_.state()) {
    case RequestParser::State::kComplete:
      return dispatch();
    case RequestParser::State::kRefused:
      last_ = true;
      return write({parser_.refusal(), {}, ""});
    case RequestParser::State::kHeader:
    case RequestParser::State::kBody:
      if (parser_.awaits_continue() && !greeted_) return greet_body();
      return read();
  }
}

void Connection::dispatch() {
  enter(Phase::kAnswering, kForever);
  to_head_ = parser_.is_head();
  last_ = !parser_.keeps_connection();
  try {
    all_.on_request(parser_.take(), shared_from_this());
  } catch (const std::exception&) {
    // The Responder died unanswered on the way here, so that the client is told 503.
    return;
  }
}

void Connection::greet_body() {
  greeted_ = true;
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(socket_, asio::buffer(out_),
                    [self = shared_from_this()](ErrorCode error, std::size_t) {
                      if (error || self->phase_ == Phase::kClosed) return self->close();
                      self->read();
                    });
}

void Connection::answer(const HttpAnswer& answer) {
  if (phase_ == Phase::kAnswering) write(answer);
}

void Connection::write(const HttpAnswer& answer) {
  last_ = last_ || all_.draining;
  out_ = answer_bytes(answer, {to_head_, last_, all_.date});
  enter(Phase::kWriting, milliseconds(all_.limits.request_deadline_ms));
  asio::async_write(socket_, asio::buffer(out_),
                    [self = shared_from_this()](ErrorCode error, std::size_t) {
                      if (error || self->phase_ == Phase::kClosed) return self->close();
                      self->after_write();
                    });
}

void Connection::after_write() {
  if (last_) return linger();
  next_request(all_.limits.idle_ms);
}

// Closing with unread input makes the kernel send a reset, which can take the answer away from the
// client before it has read it (RFC 9112, 9.6).
void Connection::linger() {
  ErrorCode ignored;
  socket_.shutdown(ServerSocket::shutdown_send, ignored);
  enter(Phase::kLingering, kLingerTime);
  discard(0);
}

void Connection::discard(std::size_t so_far) {
  socket_.async_read_some(asio::buffer(chunk_),
                          [self = shared_from_this(), so_far](ErrorCode error, std::size_t size) {
                            if (error || so_far > kMaxLingerBytes) return self->close();
                            self->discard(so_far + size);
                          });
}

void Connection::stop_listening() {
  ErrorCode ignored;
  socket_.shutdown(ServerSocket::shutdown_receive, ignored);
}

void Connection::close() {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kClosed;
  ErrorCode ignored;
  socket_.close(ignored);
  all_.live.erase(place_);
  if (all_.live.empty()) all_.on_empty();
}

}  // namespace smsflow
