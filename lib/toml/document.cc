#include "toml/document.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <optional>

#include "text/utf8.h"
#include "toml/file_lines.h"
#include "toml/nesting.h"
#include "toml/syntax_fault.h"

namespace smsflow::toml_file {
namespace {

// Turns the parser's tree into ours. Every position becomes bytes on the way.
class Converter {
 public:
  Converter(std::string_view text, std::string_view file)
      : text_(text), file_(file), lines_(text) {}

  Table table(const toml::table& source, int depth) {
    Table out;
    out.is_inline = source.is_inline();
    out.entries.reserve(source.size());
    for (const auto& [key, value] : source) {
      Entry entry;
      entry.key = std::string(key.str());
      entry.key_place = place_at(offset_of(key.source().begin));
      entry.node = std::make_unique<Node>(node(value, depth + 1));
      out.entries.push_back(std::move(entry));
    }
    // The parser keeps keys in the order of their letters.
    std::sort(out.entries.begin(), out.entries.end(), [](const Entry& left, const Entry& right) {
      return std::pair(left.key_place.line, left.key_place.column) <
             std::pair(right.key_place.line, right.key_place.column);
    });
    return out;
  }

  Place place_at(std::size_t offset) const {
    const BytePosition position = lines_.position_of(offset);
    return {std::string(file_), position.line, position.column};
  }

  std::size_t offset_of(const toml::source_position& position) const {
    return lines_.offset_of(position.line, position.column);
  }

  // Where the tree became too deep; then it is not whole.
  std::optional<Place> too_deep;

 private:
  Node node(const toml::node& source, int depth) {
    const std::size_t begin = offset_of(source.source().begin);
    const std::size_t end = std::max(begin, offset_of(source.source().end));
    Node out;
    out.place = place_at(begin);
    out.width = std::max<std::size_t>(1, std::min(end, lines_.line_end(begin)) - begin);
    if (depth > kMaxDepth) {
      if (!too_deep) too_deep = out.place;
      return out;
    }
    fill(out, source, text_.substr(begin, end - begin), depth);
    if (source.is_string()) locate_text(out, begin, text_.substr(begin, end - begin));
    return out;
  }

  void fill(Node& out, const toml::node& source, std::string_view written, int depth) {
    if (const auto* text = source.as_string()) {
      out.value = text->get();
    } else if (const auto* integer = source.as_integer()) {
      out.value = integer->get();
    } else if (const auto* number = source.as_floating_point()) {
      out.value = number->get();
    } else if (const auto* flag = source.as_boolean()) {
      out.value = flag->get();
    } else if (const auto* inner = source.as_table()) {
      out.value = table(*inner, depth);
    } else if (const auto* list = source.as_array()) {
      Array items;
      items.reserve(list->size());
      for (const toml::node& item : *list) items.push_back(node(item, depth + 1));
      out.value = std::move(items);
    } else {
      out.value = std::string(written);
    }
  }

  void locate_text(Node& out, std::size_t begin, std::string_view written) const {
    const bool multi_line = written.starts_with("\"\"\"") || written.starts_with("'''");
    if (written.starts_with('"') && written.find('\\') != std::string_view::npos) return;
    std::size_t skipped = multi_line ? 3 : 1;
    // A line break right after the opening quotes is no part of the text.
    if (multi_line && written.substr(skipped).starts_with('\r')) ++skipped;
    if (multi_line && written.substr(skipped).starts_with('\n')) ++skipped;
    const BytePosition position = lines_.position_of(begin + skipped);
    out.text_line = position.line;
    out.text_column = position.column;
  }

  std::string_view text_;
  std::string_view file_;
  FileLines lines_;
};

Diagnostic fault_at(Place place, std::string code, std::string message, std::string hint = {}) {
  Diagnostic out;
  out.place = std::move(place);
  out.code = std::move(code);
  out.message = std::move(message);
  out.hint = std::move(hint);
  return out;
}

// What must hold before the parser may see the text.
std::optional<Diagnostic> refusal(std::string_view text, std::string_view file) {
  if (text.size() > kMaxFileBytes) {
    return fault_at(
        {std::string(file), 0, 0}, "too-large",
        fmt::format("the file has {} bytes; {} are allowed", text.size(), kMaxFileBytes));
  }
  const std::string repaired = to_utf8(text);
  if (repaired != text) {
    const auto [bad, same] =
        std::mismatch(text.begin(), text.end(), repaired.begin(), repaired.end());
    const BytePosition position =
        FileLines(text).position_of(static_cast<std::size_t>(bad - text.begin()));
    return fault_at({std::string(file), position.line, position.column}, "not-utf8",
                    "not UTF-8 from here on", "save the file as UTF-8");
  }
  const std::size_t deep = find_too_deep(text, kMaxDepth);
  if (deep == std::string_view::npos) return std::nullopt;
  const BytePosition position = FileLines(text).position_of(deep);
  return fault_at({std::string(file), position.line, position.column}, "too-deep",
                  fmt::format("nested deeper than {} levels", kMaxDepth));
}

Diagnostic syntax_fault(const toml::parse_error& error, std::string_view text,
                        const Converter& converter) {
  const SyntaxFault found =
      explain(error.description(), text, converter.offset_of(error.source().begin));
  Diagnostic out =
      fault_at(converter.place_at(found.offset), found.code, found.message, found.hint);
  out.width = found.width;
  return out;
}

}  // namespace

const Node* Table::find(std::string_view key) const {
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [key](const Entry& candidate) { return candidate.key == key; });
  return entry == entries.end() ? nullptr : entry->node.get();
}

Document parse(std::string_view text, std::string_view file) {
  Document out;
  if (std::optional<Diagnostic> fault = refusal(text, file)) {
    out.faults.push_back(*std::move(fault));
    return out;
  }
  Converter converter(text, file);
  try {
    out.root = converter.table(toml::parse(text), 0);
  } catch (const toml::parse_error& error) {
    out.faults.push_back(syntax_fault(error, text, converter));
  }
  if (converter.too_deep) {
    out.root = {};
    out.faults.push_back(fault_at(*converter.too_deep, "too-deep",
                                  fmt::format("nested deeper than {} levels", kMaxDepth)));
  }
  return out;
}

Place inside(const Node& string_node, std::size_t offset) {
  const std::string* const text = string_node.text();
  if (text == nullptr || string_node.text_line == 0) return string_node.place;
  const std::string_view before = std::string_view(*text).substr(0, offset);
  const std::size_t line_break = before.rfind('\n');
  Place place = string_node.place;
  place.line =
      string_node.text_line + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  place.column = line_break == std::string_view::npos
                     ? string_node.text_column + static_cast<int>(before.size())
                     : static_cast<int>(before.size() - line_break);
  return place;
}

std::string_view kind_name(const Node& node) {
  static constexpr std::string_view kNames[] = {"a string",      "a whole number", "a number",
                                                "true or false", "a table",        "an array"};
  return kNames[node.value.index()];
}

}  // namespace smsflow::toml_file
