#include "store/open_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "store/schema.h"
#include "text/digest.h"

namespace smsflow {
namespace {

constexpr std::int64_t kMegabyte = 1 << 20;
constexpr std::int64_t kLongWal = 64 * kMegabyte;      // a checkpoint pays from here on
constexpr std::int64_t kLongerBy = 16 * kMegabyte;     // and again when readers kept it long
constexpr std::int64_t kTooLongWal = 192 * kMegabyte;  // now readers must let go
constexpr int kReaderWait_ms = 200;
constexpr std::string_view kSimulatedKey = "smsflow simulated";

// Makes an empty file nobody else can read; its directory entry is on disk afterwards.
void make_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) return;
  const int reason = errno;
  if (file < 0) {
    throw Error(ErrorKind::kOutside, "cannot make " + path + ": " + std::strerror(reason));
  }
  ::close(file);
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (directory < 0) return;
  ::fsync(directory);
  ::close(directory);
}

}  // namespace

bool is_log(Database& database, const std::string& path) {
  const std::int64_t id = database.number("PRAGMA application_id").value_or(0);
  const std::int64_t version = database.number("PRAGMA user_version").value_or(0);
  if (id == 0 && database.number("SELECT count(*) FROM sqlite_schema") == 0) return false;
  if (id != kApplicationId) {
    throw Error(ErrorKind::kBadInput, path + " is a database, but no log of smsflow");
  }
  if (version > kSchemaVersion) {
    throw Error(
        ErrorKind::kBadInput,
        fmt::format("{} is of version {}, this smsflow knows {}", path, version, kSchemaVersion),
        {}, "use the smsflow that wrote it, or a later one");
  }
  return true;
}

void require_log(Database& database, const std::string& path) {
  if (is_log(database, path)) return;
  throw Error(ErrorKind::kBadInput, path + " is empty: nothing was logged yet");
}

std::string lacks(Database& database, const Identity& identity,
                  const std::optional<Anchor>& anchor) {
  // Simulated logs all go by one name, and may be thrown away.
  if (identity.simulated || !anchor || anchor->log_id != identity.log_id) return {};
  Query batch = database.query("SELECT hash FROM batch WHERE id = ?", anchor->batch);
  if (batch.step() && to_hex(batch.blob(0)) == anchor->hash_hex) return {};
  return fmt::format("batch {}, the last that was written, is not in the log", anchor->batch);
}

OpenLog::OpenLog(const std::string& path, const StoreOptions& options)
    : path_(path), options_(options) {
  if (options.access == Access::kReadOnly) {
    open_for_reading();
    return;
  }
  if (in_memory()) {
    open_for_writing();
    return;
  }
  lock_.emplace(path);
  const HeldLock held(*lock_, options.busy_ms);
  make_file(path);
  open_for_writing();
  behind_ = lacks(writer_->database, identity_, lock_->anchor());
}

OpenLog::~OpenLog() {
  if (!lock_ || writer_ == nullptr || !broken_.empty() || !lock_->acquire(0)) return;
  try {
    writer_->database.busy_timeout(0);
    writer_->database.checkpoint(Database::Checkpoint::kTruncate);
  } catch (const Error&) {
    // What is in the write-ahead log is as durable there.
  }
  lock_->release();
}

std::optional<Anchor> OpenLog::anchor() const {
  if (in_memory()) return std::nullopt;
  return lock_ ? lock_->anchor() : read_anchor(path_);
}

void OpenLog::open_for_reading() {
  auto first = std::make_unique<Connection>(path_, Database::Mode::kReadOnly, identity_);
  first->database.busy_timeout(options_.busy_ms);
  require_log(first->database, path_);
  identify(first->database);
  give_back(std::move(first));
}

void OpenLog::open_for_writing() {
  writer_ = std::make_unique<Connection>(path_, Database::Mode::kReadWrite, identity_);
  Database& database = writer_->database;
  database.busy_timeout(options_.busy_ms);
  const bool fresh = !is_log(database, path_);
  if (fresh) {
    // The size that dirties the fewest bytes per change (tests/bench/store_bench.cc).
    database.script("PRAGMA page_size = 2048");
  }
  configure(database);
  if (fresh) create(database);
  identify(database);
  page_bytes_ = database.number("PRAGMA page_size").value_or(0);
}

std::unique_ptr<Connection> OpenLog::reader() {
  {
    const std::scoped_lock lock(mutex_);
    if (!readers_.empty()) {
      std::unique_ptr<Connection> idle = std::move(readers_.back());
      readers_.pop_back();
      return idle;
    }
  }
  auto made = std::make_unique<Connection>(path_, Database::Mode::kReadOnly, identity_);
  made->database.busy_timeout(options_.busy_ms);
  return made;
}

void OpenLog::give_back(std::unique_ptr<Connection> reader) {
  const std::scoped_lock lock(mutex_);
  readers_.push_back(std::move(reader));
}

void OpenLog::identify(Database& database) {
  Query meta = database.query("SELECT log_id, number_key FROM meta");
  if (!meta.step()) throw Error(ErrorKind::kBadInput, path_ + " is damaged: it has no name");
  identity_ = {std::string(meta.text(0)), std::string(meta.blob(1)), meta.blob(1) == kSimulatedKey};
}

void OpenLog::configure(Database& database) {
  database.script("PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536");
  if (in_memory()) return database.script("PRAGMA synchronous = OFF");
  Query mode = database.query("PRAGMA journal_mode = WAL");
  if (!mode.step() || mode.text(0) != "wal") {
    throw Error(ErrorKind::kOutside, "cannot keep a write-ahead log beside " + path_, {},
                "is it on a network file system?");
  }
  database.script(
      fmt::format("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = {};", kLongWal));
}

void OpenLog::create(Database& database) {
  const bool simulated = options_.source == Source::kSimulated;
  const std::string key = simulated ? std::string(kSimulatedKey) : random_bytes(32);
  const std::string id = to_hex(simulated ? std::string(8, '\0') : random_bytes(8));
  database.script("BEGIN IMMEDIATE");
  database.script(truth_schema() + projection_schema() + view_schema());
  database.run("INSERT INTO meta (one, log_id, number_key) VALUES (1, ?, ?)", id, Blob{key});
  database.script(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT",
                              kApplicationId, kSchemaVersion));
}

void OpenLog::require_usable() const {
  if (!broken_.empty()) {
    throw Error(ErrorKind::kOutside, broken_, {}, "run again: what is in the log then counts");
  }
  if (behind_.empty()) return;
  throw Error(ErrorKind::kBadInput, path_ + " is an old copy: " + behind_, {},
              "what it forgot would be sent again; to go on with it all the same, remove " + path_ +
                  ".lock");
}

void OpenLog::committed(std::int64_t batch, const std::string& hash_hex) {
  if (in_memory()) return;
  if (!identity_.simulated) lock_->set_anchor({identity_.log_id, batch, hash_hex});
  try {
    keep_wal_short();
  } catch (const Error&) {
    // The commit is durable; a disk that is full now may have room for the next checkpoint.
  }
}

void OpenLog::keep_wal_short() {
  Database& database = writer_->database;
  const std::int64_t bytes = database.wal_pages() * page_bytes_;
  if (bytes < checkpointed_at_) checkpointed_at_ = 0;
  if (bytes < kLongWal || bytes - checkpointed_at_ < kLongerBy) return;
  checkpointed_at_ = bytes;
  if (bytes < kTooLongWal) {
    database.checkpoint(Database::Checkpoint::kPassive);
    return;
  }
  database.busy_timeout(kReaderWait_ms);
  database.checkpoint(Database::Checkpoint::kWait);
  database.busy_timeout(options_.busy_ms);
}

}  // namespace smsflow
