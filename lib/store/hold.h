// What a transaction holds of an open log, and gives back when it ends.
#pragma once

#include <memory>
#include <optional>

#include "store/locks.h"
#include "store/open_log.h"
#include "store/turn.h"

namespace smsflow {

struct Hold {
  explicit Hold(OpenLog& log_in) : log(log_in) {}
  // Rolls back what was not committed.
  ~Hold();
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  OpenLog& log;
  std::optional<Turn> turn;          // of a log in memory, and of who writes
  std::optional<HeldLock> lock;      // of who writes
  std::unique_ptr<Connection> own;   // of who reads a file
  Connection* connection = nullptr;  // own, or the one that writes
  bool keeps = false;                // what is kept of the tables is what was committed

  Database& database() { return connection->database; }
  Tables& tables() { return connection->tables; }
};

// Begins a snapshot.
std::unique_ptr<Hold> hold_for_reading(OpenLog& log);
// Waits for the write lock and takes it. Throws LogBusy, or another Error.
std::unique_ptr<Hold> hold_for_writing(OpenLog& log, int wait_ms);

}  // namespace smsflow
