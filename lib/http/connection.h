// The server's side of one client, and all of them together. Everything here belongs to the
// server's thread; only the last owner of a closed Connection may let go of it elsewhere.
#pragma once

#include <utility>  // Boost 1.74 forgets it under C++20: before any of its headers.

#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "http/message.h"
#include "http/request_parser.h"
#include "http/server.h"

namespace smsflow {

using ServerSocket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

class Connection;

// The connections of one server, and what they share. Outlives them.
struct ConnectionSet {
  ServerLimits limits;
  std::function<void(HttpRequest, std::shared_ptr<Connection>)> on_request;
  std::function<void()> on_empty;
  std::list<Connection*> live;  // the one whose phase is oldest first
  bool draining = false;
  std::string date;  // of the moment, for the answers

  // False when all places are taken by requests that wait for their answer. Else, where they are
  // taken, the client that has been keeping us waiting for longest goes: slow clients can't keep
  // quick ones out.
  bool make_room();
  void close_late(std::chrono::steady_clock::time_point now);
  void close_all();
  // No further requests; those begun may be completed.
  void drain();
};

// Reads a request, waits for its answer, writes it, and only then reads on: pipelined requests are
// answered one by one in their order, and a flood of them stays in the client's own buffers.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(ConnectionSet& all, ServerSocket socket);

  // Begins the first request.
  void start();
  // Writes the answer, unless the connection is closed by now.
  void answer(const HttpAnswer& answer);
  void close();
  // What the client has sent already is still read, then the end.
  void stop_listening();

  bool is_idle() const { return phase_ == Phase::kIdle; }
  // It is the client's turn, and it could take its time.
  bool is_waiting_for_client() const {
    return is_idle() || phase_ == Phase::kReading || phase_ == Phase::kLingering;
  }
  std::chrono::steady_clock::time_point deadline() const { return deadline_; }

 private:
  enum class Phase { kIdle, kReading, kAnswering, kWriting, kLingering, kClosed };

  void enter(Phase phase, std::chrono::milliseconds timeout);
  void next_request(int idle_ms);
  void read();
  void parse();
  void dispatch();
  void greet_body();
  void write(const HttpAnswer& answer);
  void after_write();
  void linger();
  void discard(std::size_t so_far);

  ConnectionSet& all_;
  ServerSocket socket_;
  std::list<Connection*>::iterator place_;
  Phase phase_ = Phase::kIdle;
  std::chrono::steady_clock::time_point deadline_;
  RequestParser parser_;
  std::array<char, 4096> chunk_;
  std::string in_;  // read and not yet used
  std::string out_;
  bool greeted_ = false;
  bool to_head_ = false;
  bool last_ = false;
};

}  // namespace smsflow
