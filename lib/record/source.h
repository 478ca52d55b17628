// Rows of a business system, one at a time: CSV (RFC 4180), a JSON array, JSON Lines, or a query on
// a SQLite database. Streamed: no source is ever held whole.
#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/record.h"

namespace smsflow {

inline constexpr std::size_t kMaxRowBytes = 1 << 20;
inline constexpr std::size_t kMaxColumns = 512;

struct Row {
  long line = 0;  // where it begins in its source; a query's row number
  const std::vector<std::string>* columns = nullptr;
  std::vector<Value> values;  // in the columns' order; text from CSV
  std::string fault;          // not empty: this row cannot be read; skip it
};

class RecordSource {
 public:
  virtual ~RecordSource() = default;
  // When what it reads was written; nothing where that is now (standard input, a query).
  virtual std::optional<Instant> written_at() const { return std::nullopt; }
  // False when it was written to while it was read: rows may be lacking.
  virtual bool is_whole() const { return true; }
  // The names in its header, where it has one; they are known before the first row.
  virtual const std::vector<std::string>* columns() const { return nullptr; }
  // False at the end. Throws Error{kBadInput} when nothing after this point can be read.
  virtual bool next(Row& row) = 0;
  // Begins again with the first row, where it can.
  virtual bool can_rewind() const { return false; }
  virtual void rewind() {}
};

// Files and queries can be read twice. What comes out of a pipe is kept in a temporary file without
// a name for it: it is read to its end before the first row.
enum class Passes { kOne, kTwo };

// "-" is standard input; "sqlite:FILE?query=SELECT ..." a query; else a file, told apart by its
// first bytes and its name. `.xz` is not unpacked. Throws Error{kBadInput}; Error{kOutside} where
// there is no room for the temporary file.
std::unique_ptr<RecordSource> open_records(const std::string& source, Passes passes = Passes::kOne);
std::unique_ptr<RecordSource> read_csv(std::istream& in);   // `in` must outlive the source
std::unique_ptr<RecordSource> read_json(std::istream& in);  // array or lines

}  // namespace smsflow
