// RFC 4180, and what spreadsheets make of it: a byte order mark, LF or CR line ends, semicolons or
// tabs for commas. A row that cannot be read is a fault of its own; reading goes on behind it.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "record/byte_window.h"
#include "record/source.h"
#include "text/error.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Rows repeat their columns' kinds, so the string that is there keeps its memory.
void assign(Value& value, std::string_view text) {
  if (text.empty()) {
    if (!std::holds_alternative<std::monostate>(value)) value = std::monostate{};
  } else if (std::string* held = std::get_if<std::string>(&value)) {
    held->assign(text);
  } else {
    value.emplace<std::string>(text);
  }
}

// Most rows are; asking this first makes reading twice as fast.
bool is_ascii(std::string_view bytes) {
  std::size_t at = 0;
  std::uint64_t high = 0;
  for (; at + sizeof high <= bytes.size(); at += sizeof high) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    high |= eight;
  }
  for (; at < bytes.size(); ++at) high |= static_cast<unsigned char>(bytes[at]);
  return (high & 0x8080808080808080U) == 0;
}

class CsvSource final : public RecordSource {
 public:
  explicit CsvSource(std::istream& in) : window_(in) { read_header(); }

  bool next(Row& row) override {
    row.columns = &columns_;
    while (read_row(row)) {
      const bool blank = row.fault.empty() && cells_ == 1 && columns_.size() > 1 &&
                         std::holds_alternative<std::monostate>(row.values.front());
      if (blank) continue;
      check(row);
      return true;
    }
    return false;
  }
  const std::vector<std::string>* columns() const override { return &columns_; }

 private:
  enum class Scan { kRow, kMore, kFault };

  void read_header();
  bool read_row(Row& row);
  Scan scan(Row& row);
  Scan scan_quoted(std::string_view bytes, std::size_t& at, Row& row);
  bool at_cell_end(char c) const { return c == separator_ || c == '\n' || c == '\r'; }
  void cell(Row& row, std::string_view text);
  void check(Row& row) const;
  void skip_line();

  ByteWindow window_;
  std::vector<std::string> columns_;
  char separator_ = ',';
  long line_ = 1;          // of the window's first byte
  std::size_t cells_ = 0;  // in the row that is scanned
  std::size_t taken_ = 0;  // bytes of a whole row, line end included
  long lines_ = 0;         // line ends in it
  std::string unquoted_;
};

void CsvSource::cell(Row& row, std::string_view text) {
  if (cells_ >= row.values.size()) row.values.emplace_back();
  assign(row.values[cells_++], text);
}

// From behind the opening quote to behind the closing one. `at` is left there.
CsvSource::Scan CsvSource::scan_quoted(std::string_view bytes, std::size_t& at, Row& row) {
  unquoted_.clear();
  const long opened = line_ + lines_;
  while (true) {
    const std::size_t quote = bytes.find('"', at);
    const bool known_next = quote != bytes.npos && quote + 1 < bytes.size();
    if (!known_next && !window_.ended()) return Scan::kMore;
    if (quote == bytes.npos) {
      row.fault = fmt::format("the quote opened in line {} is never closed", opened);
      return Scan::kFault;
    }
    const std::string_view part = bytes.substr(at, quote - at);
    unquoted_.append(part);
    lines_ += std::count(part.begin(), part.end(), '\n');
    at = quote + 1;
    if (at < bytes.size() && bytes[at] == '"') {
      unquoted_ += '"';
      ++at;
      continue;
    }
    if (at < bytes.size() && !at_cell_end(bytes[at])) {
      row.fault = fmt::format("text after the closing quote in line {}", line_ + lines_);
      return Scan::kFault;
    }
    cell(row, unquoted_);
    return Scan::kRow;
  }
}

// One row from the window's first byte on; kMore when its end is not buffered yet.
CsvSource::Scan CsvSource::scan(Row& row) {
  const std::string_view bytes = window_.bytes();
  const char* const data = bytes.data();
  const std::size_t size = bytes.size();
  std::size_t at = 0;
  cells_ = 0;
  lines_ = 0;
  while (true) {
    if (at < size && data[at] == '"') {
      const Scan quoted = scan_quoted(bytes, ++at, row);
      if (quoted != Scan::kRow) return quoted;
    } else {
      const std::size_t begin = at;
      while (at < size && !at_cell_end(data[at])) ++at;
      if (at == size && !window_.ended()) return Scan::kMore;
      cell(row, bytes.substr(begin, at - begin));
    }
    if (at < size && data[at] == separator_) {
      ++at;
      continue;
    }
    if (at < size && data[at] == '\r') {
      if (at + 1 == size && !window_.ended()) return Scan::kMore;
      if (at + 1 < size && data[at + 1] == '\n') ++at;
    }
    taken_ = std::min(at + 1, size);
    ++lines_;
    return Scan::kRow;
  }
}

// Behind a row that cannot be read, the next line is where another may begin.
void CsvSource::skip_line() {
  while (true) {
    const std::string_view bytes = window_.bytes();
    const std::size_t end = bytes.find('\n');
    if (end != bytes.npos) {
      window_.drop(end + 1);
      ++line_;
      return;
    }
    window_.drop(bytes.size());
    if (!window_.more()) return;
  }
}

bool CsvSource::read_row(Row& row) {
  row.fault.clear();
  row.line = line_;
  if (window_.bytes().empty() && !window_.more()) return false;
  while (true) {
    const Scan result = scan(row);
    if (result == Scan::kRow && taken_ <= kMaxRowBytes) break;
    if (result == Scan::kMore && window_.bytes().size() <= kMaxRowBytes) {
      window_.more();
      continue;
    }
    if (row.fault.empty()) {
      row.fault = fmt::format("longer than {} bytes; is a quote never closed?", kMaxRowBytes);
    }
    skip_line();
    return true;
  }
  const std::string_view bytes = window_.bytes().substr(0, taken_);
  if (std::memchr(bytes.data(), 0, bytes.size()) != nullptr) row.fault = "a zero byte in it";
  if (row.fault.empty() && !is_ascii(bytes) && !is_utf8(bytes)) {
    row.fault = "not UTF-8";
  }
  window_.drop(taken_);
  line_ += lines_;
  return true;
}

void CsvSource::check(Row& row) const {
  if (row.fault.empty() && cells_ != columns_.size()) {
    row.fault = fmt::format("{} cells for {} columns", cells_, columns_.size());
  }
  row.values.resize(columns_.size());
}

char separator_of(std::string_view header) {
  header = header.substr(0, header.find_first_of("\r\n"));
  for (const char separator : {',', ';', '\t'}) {
    if (header.find(separator) != header.npos) return separator;
  }
  return ',';
}

void CsvSource::read_header() {
  window_.more();
  const std::string_view start = window_.bytes();
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    throw Error(ErrorKind::kBadInput, "the records are UTF-16", {}, "save them as UTF-8");
  }
  if (start.starts_with(kByteOrderMark)) window_.drop(kByteOrderMark.size());
  separator_ = separator_of(window_.bytes());
  Row row;
  if (!read_row(row) || (cells_ == 1 && row.values.front() == Value{})) {
    throw Error(ErrorKind::kBadInput, "the records have no header line", {},
                "the first line names the columns");
  }
  if (row.fault.empty() && cells_ > kMaxColumns) {
    row.fault = fmt::format("more than {} columns", kMaxColumns);
  }
  if (!row.fault.empty()) {
    throw Error(ErrorKind::kBadInput, "the header line cannot be read: " + row.fault);
  }
  for (const Value& value : row.values) columns_.emplace_back(trim_blanks(to_text(value)));
  for (auto column = columns_.begin(); column != columns_.end(); ++column) {
    if (!column->empty() && std::find(columns_.begin(), column, *column) != column) {
      throw Error(ErrorKind::kBadInput, fmt::format("two columns are named \"{}\"", *column));
    }
  }
}

}  // namespace

std::unique_ptr<RecordSource> read_csv(std::istream& in) {
  return std::make_unique<CsvSource>(in);
}

}  // namespace smsflow
