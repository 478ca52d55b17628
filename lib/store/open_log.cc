#include "store/open_log.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "store/nature.h"
#include "store/schema.h"
#include "store/upgrade.h"
#include "text/digest.h"

namespace smsflow {
namespace {

constexpr std::int64_t kMegabyte = 1 << 20;
constexpr std::int64_t kLongWal = 8 * kMegabyte;       // a checkpoint pays from here on
constexpr std::int64_t kLongerBy = 4 * kMegabyte;      // and again when readers kept it long
constexpr std::int64_t kTooLongWal = 192 * kMegabyte;  // now readers must let go
constexpr int kReaderWait_ms = 200;
constexpr std::string_view kSimulatedKey = "smsflow simulated";

// SQLite counts the changes of a file's first page in its header, big end first.
std::uint32_t change_counter(std::string_view header) {
  std::uint32_t counter = 0;
  for (const char byte : header.substr(24, 4)) {
    counter = counter << 8 | static_cast<unsigned char>(byte);
  }
  return counter;
}

// Its pages only become more, its kind stays the same, and its changes are counted upwards.
bool is_overwritten(const Database::Head& before, const Database::Head& now) {
  if (before.header.empty()) return false;
  const auto kind = [](const std::string& header) { return header.substr(0, 24); };
  return now.bytes < before.bytes || now.header.empty() ||
         kind(now.header) != kind(before.header) ||
         change_counter(now.header) < change_counter(before.header);
}

}  // namespace

const LogEnd& Connection::end_for(const std::string& writer, const Identity& identity) {
  if (end) return *end;
  LogEnd found{.event = database.number("SELECT max(id) FROM event").value_or(0),
               .batch = database.number("SELECT max(id) FROM batch").value_or(0),
               .hash = std::string(bytes_of(genesis_hash(identity.log_id)))};
  Query last =
      database.query("SELECT hash FROM batch WHERE writer = ? ORDER BY id DESC LIMIT 1", writer);
  if (last.step()) found.hash = last.blob(0);
  return end.emplace(std::move(found));
}

std::int64_t version_of(Database& database) {
  return database.number("PRAGMA user_version").value_or(0);
}

bool is_log(Database& database, const std::string& path) {
  const std::int64_t id = database.number("PRAGMA application_id").value_or(0);
  const std::int64_t version = version_of(database);
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

void require_not_lost(const std::string& path) {
  std::error_code none;
  if (std::filesystem::file_size(path, none) > 0 && !none) return;
  if (!read_anchor(path)) return;
  throw Error(ErrorKind::kBadInput, path + " is missing, but there was one: " + path + ".lock", {},
              "put the log back, or its backup; without it everybody would be texted again. To "
              "begin anew all the same, remove " +
                  path + ".lock");
}

void require_there(const std::string& path) {
  require_not_lost(path);
  std::error_code none;
  if (std::filesystem::exists(path, none)) return;
  throw Error(ErrorKind::kBadInput, "there is no log", path,
              "check the path: --log, or log in the configuration; a log is made once, before the "
              "first text: smsflow log create");
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
  require_not_lost(path);
  make_file(path);
  at_ = file_at(path);
  if (options.mode) set_mode(path, *options.mode);
  open_for_writing();
  wal_at_ = file_at(path + "-wal");
  head_ = writer_->database.head();
  if (options.mode) {
    for (const char* end : {"-wal", "-shm", ".lock"}) set_mode(path + end, *options.mode);
  }
  refuse_copy();
}

OpenLog::~OpenLog() {
  if (!lock_ || writer_ == nullptr || !broken_.empty() || !gone_.empty()) return;
  if (!lock_->acquire(0)) return;
  try {
    require_in_place();
    writer_->database.busy_timeout(0);
    writer_->database.checkpoint(Database::Checkpoint::kTruncate);
  } catch (const Error&) {
    // What is in the write-ahead log is as durable there.
  }
  lock_->release();
}

// An older copy in the log's place is marked before anything is written, since the first commit
// makes a new anchor: an adoption that is cut off leaves a copy still.
void OpenLog::refuse_copy() {
  behind_ = lacks(writer_->database, identity_, lock_->anchor());
  const bool adopts = options_.copies == Copies::kAdopt && !behind_.empty();
  if (adopts) behind_.clear();
  const std::int64_t version = version_of(writer_->database);
  if (version != kSchemaVersion) {
    require_usable();
    upgrade(*this, path_, version);
  }
  if (adopts) mark_copy(writer_->database);
  is_copy_ = options_.copies == Copies::kRefuse && copied_after(writer_->database).has_value();
}

std::optional<Anchor> OpenLog::anchor() const {
  if (in_memory()) return std::nullopt;
  return lock_ ? lock_->anchor() : read_anchor(path_);
}

void OpenLog::open_for_reading() {
  upgrade_to_read(path_);
  auto first = std::make_unique<Connection>(path_, Database::Mode::kReadOnly, identity_);
  first->database.busy_timeout(options_.busy_ms);
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
    database.execute("PRAGMA page_size = 2048");
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
  database.execute("PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192");
  if (in_memory()) return database.execute("PRAGMA synchronous = OFF");
  Query mode = database.query("PRAGMA journal_mode = WAL");
  if (!mode.step() || mode.text(0) != "wal") {
    throw Error(ErrorKind::kOutside, "cannot keep a write-ahead log beside " + path_, {},
                "is it on a network file system?");
  }
  database.execute(
      fmt::format("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = {};", kLongWal));
}

void OpenLog::create(Database& database) {
  const bool simulated = options_.source == Source::kSimulated;
  const std::string key = simulated ? std::string(kSimulatedKey) : random_bytes(32);
  const std::string id = to_hex(simulated ? std::string(8, '\0') : random_bytes(8));
  database.execute("BEGIN IMMEDIATE");
  database.execute(truth_schema() + projection_schema() + view_schema());
  database.run("INSERT INTO meta (one, log_id, number_key) VALUES (1, ?, ?)", id, Blob{key});
  database.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT",
                               kApplicationId, kSchemaVersion));
}

// What is not as it was left, and how; "" when all is.
std::string OpenLog::misplaced() {
  const char* const gone = " was removed, renamed or replaced";
  if (file_at(path_) != at_) return path_ + gone;
  if (!lock_->in_place()) return path_ + ".lock" + gone;
  const FileId wal = file_at(path_ + "-wal");
  const FileId wal_before = std::exchange(wal_at_, wal);
  if (wal_before != FileId{} && wal != wal_before) return path_ + "-wal" + gone;
  Database::Head head = writer_->database.head();
  if (is_overwritten(head_, head)) return path_ + " was cut or overwritten";
  head_ = std::move(head);
  return {};
}

void OpenLog::require_in_place() {
  if (in_memory()) return;
  const std::string what = misplaced();
  if (what.empty()) return;
  gone_ = what + " while it was open: nothing is written any more";
  throw LogGone(gone_);
}

void OpenLog::require_usable() const {
  if (!gone_.empty()) throw LogGone(gone_);
  if (!broken_.empty()) {
    throw Error(ErrorKind::kOutside, broken_, {}, "run again: what is in the log then counts");
  }
  if (!behind_.empty()) {
    throw Error(ErrorKind::kBadInput, path_ + " is an old copy: " + behind_, {},
                "what it forgot would be sent again; send --live and serve-webhook go on with it "
                "with --adopt, which looks that up first");
  }
  if (!is_copy_) return;
  throw Error(ErrorKind::kBadInput, path_ + " is a copy of a log", {},
              "if the original is gone for good, adopt the copy: send --live --adopt");
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
