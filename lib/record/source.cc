#include "record/source.h"

#include <fmt/format.h>
#include <sys/stat.h>

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

class FileSource final : public RecordSource {
 public:
  // Asked before the first byte is read: a file that is replaced meanwhile only looks older.
  explicit FileSource(const std::string& path)
      : path_(path), written_at_(modified_at(path)), in_(path, std::ios::binary) {
    if (!in_.is_open()) throw Error(ErrorKind::kBadInput, "cannot read the records", path);
    rows_ = read_any(in_, path);
  }
  bool next(Row& row) override { return rows_->next(row); }
  std::optional<Instant> written_at() const override { return written_at_; }
  bool is_whole() const override { return modified_at(path_) == written_at_; }
  const std::vector<std::string>* columns() const override { return rows_->columns(); }

 private:
  std::string path_;
  std::optional<Instant> written_at_;
  std::ifstream in_;
  std::unique_ptr<RecordSource> rows_;
};

}  // namespace

std::unique_ptr<RecordSource> open_records(const std::string& source) {
  if (source == "-") return read_any(std::cin, source);
  if (!source.starts_with(kSqlite)) return std::make_unique<FileSource>(source);
  const std::size_t query = source.find(kQuery);
  if (query == std::string::npos) {
    throw Error(ErrorKind::kBadInput, "a database needs a query", source,
                "write sqlite:FILE?query=SELECT ...");
  }
  return read_sqlite(source.substr(kSqlite.size(), query - kSqlite.size()),
                     source.substr(query + kQuery.size()));
}

}  // namespace smsflow
