#include "record/source.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "record/sqlite_query.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kQuery = "?query=";

void refuse_packed(std::istream& in, const std::string& name) {
  const int first = in.peek();
  const bool packed = first == 0xFD || first == 0x1F || first == 0x28 || name.ends_with(".zip");
  if (!packed) return;
  throw Error(ErrorKind::kBadInput, "the records are compressed", name,
              "unpack them first: xz -dc FILE | smsflow ... -");
}

bool is_json(std::istream& in, const std::string& name) {
  for (const char* ending : {".json", ".jsonl", ".ndjson"}) {
    if (name.ends_with(ending)) return true;
  }
  if (name.ends_with(".csv")) return false;
  const int first = in.peek();
  return first == '{' || first == '[';
}

std::unique_ptr<RecordSource> read_any(std::istream& in, const std::string& name) {
  refuse_packed(in, name);
  return is_json(in, name) ? read_json(in) : read_csv(in);
}

// Of a regular file; what comes out of a pipe is written now.
std::optional<Instant> modified_at(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return from_ms(std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000);
}

std::fstream keep(std::istream& in) {
  std::string path = (std::filesystem::temp_directory_path() / "smsflow-records-XXXXXX").string();
  const int made = ::mkstemp(path.data());
  if (made >= 0) ::close(made);
  std::fstream kept(path, std::ios::in | std::ios::out | std::ios::binary);
  ::unlink(path.c_str());
  if (in.peek() != std::istream::traits_type::eof()) kept << in.rdbuf();
  kept.flush();
  if (made < 0 || !kept.good()) {
    throw Error(ErrorKind::kOutside, "cannot keep the records while they are checked", path,
                "make room there, or name another folder in TMPDIR");
  }
  kept.seekg(0);
  return kept;
}

class FileSource final : public RecordSource {
 public:
  // `written_at` was asked before the first byte is read: a file that is replaced meanwhile only
  // looks older.
  FileSource(std::string path, std::fstream in, std::optional<Instant> written_at, bool can_rewind)
      : path_(std::move(path)),
        written_at_(written_at),
        in_(std::move(in)),
        can_rewind_(can_rewind),
        rows_(read_any(in_, path_)) {}
  bool next(Row& row) override { return rows_->next(row); }
  std::optional<Instant> written_at() const override { return written_at_; }
  bool is_whole() const override { return !written_at_ || modified_at(path_) == written_at_; }
  const std::vector<std::string>* columns() const override { return rows_->columns(); }
  bool can_rewind() const override { return can_rewind_; }
  void rewind() override {
    in_.clear();
    in_.seekg(0);
    rows_ = read_any(in_, path_);
  }

 private:
  std::string path_;
  std::optional<Instant> written_at_;
  std::fstream in_;
  bool can_rewind_;
  std::unique_ptr<RecordSource> rows_;
};

std::unique_ptr<RecordSource> open_file(const std::string& path, Passes passes) {
  const std::optional<Instant> written_at = modified_at(path);
  std::fstream in(path, std::ios::in | std::ios::binary);
  if (!in.is_open()) throw Error(ErrorKind::kBadInput, "cannot read the records", path);
  const bool is_pipe = !written_at;
  if (is_pipe && passes == Passes::kTwo) in = keep(in);
  return std::make_unique<FileSource>(path, std::move(in), written_at,
                                      !is_pipe || passes == Passes::kTwo);
}

}  // namespace

std::unique_ptr<RecordSource> open_records(const std::string& source, Passes passes) {
  if (source == "-") {
    if (passes == Passes::kOne) return read_any(std::cin, source);
    return std::make_unique<FileSource>(source, keep(std::cin), std::nullopt, true);
  }
  if (!source.starts_with(kSqlite)) return open_file(source, passes);
  const std::size_t query = source.find(kQuery);
  if (query == std::string::npos) {
    throw Error(ErrorKind::kBadInput, "a database needs a query", source,
                "write sqlite:FILE?query=SELECT ...");
  }
  return read_sqlite(source.substr(kSqlite.size(), query - kSqlite.size()),
                     source.substr(query + kQuery.size()));
}

}  // namespace smsflow
