#include "store/audit.h"
#include "store/hold.h"
#include "store/imagined.h"
#include "store/store.h"

namespace smsflow {

std::string_view name(Source source) {
  switch (source) {
    case Source::kLive:
      return "live";
    case Source::kSimulated:
      return "simulated";
    case Source::kReplayed:
      return "replayed";
  }
  return "unnamed";
}

std::unique_ptr<Log> open_log(const std::string& path, const StoreOptions& options) {
  return std::make_unique<Log>(std::make_unique<OpenLog>(path, options));
}

Log::Log(std::unique_ptr<OpenLog> open) : open_(std::move(open)) {}

Log::~Log() = default;

std::unique_ptr<ReadTransaction> Log::read() {
  return std::make_unique<ReadTransaction>(hold_for_reading(*open_));
}

std::unique_ptr<Transaction> Log::write(Instant now) {
  return write(now, open_->options().busy_ms);
}

std::unique_ptr<Transaction> Log::write(Instant now, int wait_ms) {
  return std::make_unique<Transaction>(hold_for_writing(*open_, wait_ms), now);
}

std::unique_ptr<Imagined> Log::imagine() {
  return std::make_unique<Imagined>(hold_for_reading(*open_));
}

std::unique_ptr<Transaction> Log::write(const Clock& clock, int wait_ms) {
  std::unique_ptr<Hold> hold = hold_for_writing(*open_, wait_ms);
  return std::make_unique<Transaction>(std::move(hold), clock.now());
}

std::int64_t Log::version() {
  const Turn turn(open_->turns());
  return open_->writer().database.number("PRAGMA data_version").value_or(0);
}

std::vector<std::string> Log::check_projections() {
  return projection_faults(*open_);
}

std::vector<std::string> Log::verify() {
  return chain_faults(*open_);
}

}  // namespace smsflow
