// The SQLite log as a Store.
#include "store/audit.h"
#include "store/sqlite_transaction.h"

namespace smsflow {
namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(const std::string& path, const StoreOptions& options) : log_(path, options) {}

  std::unique_ptr<Transaction> begin(Instant now) override {
    return std::make_unique<SqliteTransaction>(log_, now);
  }
  std::vector<std::string> check_projections() override {
    const Turn turn(log_.turns(), log_.options().busy_ms);
    return projection_faults(log_);
  }
  std::vector<std::string> verify() override {
    const Turn turn(log_.turns(), log_.options().busy_ms);
    return chain_faults(log_);
  }

 private:
  SqliteLog log_;
};

}  // namespace

std::unique_ptr<Store> open_store(const std::string& path, const StoreOptions& options) {
  return std::make_unique<SqliteStore>(path, options);
}

}  // namespace smsflow
