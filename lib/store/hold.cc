#include "store/hold.h"

#include "text/error.h"

namespace smsflow {

Hold::~Hold() {
  if (connection == nullptr) return;
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
    hold->turn.emplace(log.turns(), log.options().busy_ms);
    hold->connection = &log.writer();
  } else {
    hold->own = log.reader();
    hold->connection = hold->own.get();
  }
  hold->tables().forget();
  hold->database().run("BEGIN");
  return hold;
}

std::unique_ptr<Hold> hold_for_writing(OpenLog& log) {
  auto hold = std::make_unique<Hold>(log);
  hold->turn.emplace(log.turns(), log.options().busy_ms);
  if (!log.in_memory()) hold->lock.emplace(log.lock(), log.options().busy_ms);
  log.require_usable();
  hold->connection = &log.writer();
  hold->tables().forget();
  hold->database().run("BEGIN IMMEDIATE");
  return hold;
}

}  // namespace smsflow
