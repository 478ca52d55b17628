#include "store/hold.h"

#include "store/schema.h"
#include "text/error.h"

namespace smsflow {

namespace {

// The log may have been upgraded under an older program that has it open.
void require_version(Database& database) {
  if (version_of(database) == kSchemaVersion) return;
  throw Error(ErrorKind::kBadInput, "the log was upgraded meanwhile by a later smsflow", {},
              "start again, with that smsflow");
}

// Whether anybody else committed since this connection was used last.
void look_around(Connection& connection) {
  const std::int64_t now = connection.database.number("PRAGMA data_version").value_or(0);
  if (connection.seen == now) return;
  connection.forget();
  require_version(connection.database);
  connection.seen = now;
}

}  // namespace

Hold::~Hold() {
  if (connection == nullptr) return;
  if (!keeps) connection->forget();
  try {
    if (connection->database.in_transaction()) connection->database.run("ROLLBACK");
  } catch (const Error& error) {
    log.break_off(std::string("a transaction could not be taken back: ") + error.what());
    return;
  }
  if (own) log.give_back(std::move(own));
}

std::unique_ptr<Hold> hold_for_reading(OpenLog& log) {
  auto hold = std::make_unique<Hold>(log);
  if (log.in_memory()) {
    hold->turn.emplace(log.turns());
    hold->connection = &log.writer();
  } else {
    hold->own = log.reader();
    hold->connection = hold->own.get();
  }
  hold->keeps = log.in_memory();
  hold->database().run("BEGIN");
  look_around(*hold->connection);
  return hold;
}

std::unique_ptr<Hold> hold_for_writing(OpenLog& log, int wait_ms) {
  if (log.options().access == Access::kReadOnly) {
    throw Error(ErrorKind::kOutside, "the log is open for reading only");
  }
  auto hold = std::make_unique<Hold>(log);
  hold->turn.emplace(log.turns());
  if (!log.in_memory()) hold->lock.emplace(log.lock(), wait_ms);
  log.require_usable();
  log.require_in_place();
  hold->connection = &log.writer();
  hold->database().busy_timeout(wait_ms);
  hold->database().run("BEGIN IMMEDIATE");
  look_around(*hold->connection);
  return hold;
}

}  // namespace smsflow
