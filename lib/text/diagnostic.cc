#include "text/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr int kExcerptColumns = 96;
constexpr std::size_t kBytesAround = 256;  // of the caret; no need to look at more
constexpr std::string_view kCut = "...";

std::string_view line_of(std::string_view source, int number) {
  for (int line = 1; line < number; ++line) {
    const std::size_t end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  source = source.substr(0, source.find('\n'));
  if (!source.empty() && source.back() == '\r') source.remove_suffix(1);
  return source;
}

// One character of the line as it is shown.
struct Cell {
  std::string shown;
  int columns = 0;
  bool marked = false;  // underlined
};

struct Cells {
  std::vector<Cell> cells;
  std::size_t caret = 0;  // index of the first marked one; the end for a column after the line
  bool cut_before = false;
  bool cut_after = false;
};

Cells cells_of(std::string_view line, std::size_t column, std::size_t width) {
  Cells out;
  std::size_t at = column > kBytesAround ? column - kBytesAround : 0;
  // Begin at a character: continuation bytes are 10xxxxxx, three at most.
  for (int i = 0; i < 3 && at > 0 && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80; ++i)
    --at;
  const std::size_t end = std::min(line.size(), column + kBytesAround);
  out.cut_before = at > 0;
  out.cut_after = end < line.size();
  while (at < end) {
    const std::size_t begin = at;
    next_code_point(line, at);
    Cell cell;
    cell.shown = line[begin] == '\t' ? " " : terminal_safe(line.substr(begin, at - begin));
    cell.columns = display_width(cell.shown);
    cell.marked = at > column && begin < column + width;
    if (at <= column) out.caret = out.cells.size() + 1;
    out.cells.push_back(std::move(cell));
  }
  return out;
}

// Leaves what fits around the caret, a third of it before.
void fit(Cells& line) {
  std::size_t first = line.caret;
  int room = kExcerptColumns / 3;
  while (first > 0 && line.cells[first - 1].columns <= room) room -= line.cells[--first].columns;
  room = kExcerptColumns;
  std::size_t last = first;
  while (last < line.cells.size() && line.cells[last].columns <= room) {
    room -= line.cells[last++].columns;
  }
  while (first > 0 && line.cells[first - 1].columns <= room) room -= line.cells[--first].columns;
  line.cut_before = line.cut_before || first > 0;
  line.cut_after = line.cut_after || last < line.cells.size();
  line.cells.erase(line.cells.begin() + static_cast<std::ptrdiff_t>(last), line.cells.end());
  line.cells.erase(line.cells.begin(), line.cells.begin() + static_cast<std::ptrdiff_t>(first));
  line.caret -= first;
}

std::string excerpt(const Diagnostic& diagnostic, std::string_view source) {
  const Place& place = diagnostic.place;
  const std::string_view text = line_of(source, place.line);
  const std::string number = std::to_string(place.line);
  const std::size_t column =
      std::min(text.size(), static_cast<std::size_t>(std::max(place.column, 1)) - 1);
  Cells line = cells_of(text, column, std::max<std::size_t>(diagnostic.width, 1));
  fit(line);
  std::string shown(line.cut_before ? kCut : "");
  std::string mark(shown.size(), ' ');
  for (std::size_t i = 0; i < line.cells.size(); ++i) {
    const auto columns = static_cast<std::size_t>(line.cells[i].columns);
    shown += line.cells[i].shown;
    if (i < line.caret) mark.append(columns, ' ');
    if (line.cells[i].marked) mark.append(columns, '~');
  }
  if (line.cut_after) shown += kCut;
  std::string out = fmt::format("  {} | {}\n", number, shown);
  if (place.column <= 0) return out;
  const std::size_t caret = mark.find('~');
  if (caret == std::string::npos) mark += '^';
  if (caret != std::string::npos) mark[caret] = '^';
  return out + fmt::format("  {} | {}\n", std::string(number.size(), ' '), mark);
}

}  // namespace

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

std::string render(const Place& place) {
  std::string out = terminal_safe(place.file);
  if (place.line <= 0) return out;
  out += fmt::format("{}{}", out.empty() ? "" : ":", place.line);
  if (place.column > 0) out += fmt::format(":{}", place.column);
  return out;
}

std::string render(const Diagnostic& diagnostic, std::string_view source) {
  std::string out = render(diagnostic.place);
  if (!out.empty()) out += ": ";
  out += diagnostic.severity == Severity::kError ? "error: " : "warning: ";
  out += terminal_safe(diagnostic.message) + "\n";
  if (diagnostic.place.line > 0 && !source.empty()) out += excerpt(diagnostic, source);
  if (!diagnostic.hint.empty()) out += "  hint: " + terminal_safe(diagnostic.hint) + "\n";
  return out;
}

}  // namespace smsflow
