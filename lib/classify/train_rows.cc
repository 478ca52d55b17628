#include "classify/train_rows.h"

#include <algorithm>

#include "text/error.h"
#include "text/json.h"

namespace smsflow {
namespace {

[[noreturn]] void refuse(const std::string& why, const std::string& where) {
  throw Error(ErrorKind::kBadInput, why, where,
              R"(write {"text": "...", "label": "..."} or label, context and text parted by tabs)");
}

LabelledText read_json(std::string_view line, const std::string& name, const std::string& where) {
  const std::optional<Json> json = Json::parse(line);
  if (!json || !json->is_object()) refuse("not a JSON object", where);
  const auto word = [&](const char* key) -> std::string {
    const Json* found = json->find(key);
    if (!found || found->is_null()) return {};
    if (!found->is_text()) refuse(std::string("\"") + key + "\" is not a text", where);
    return found->text();
  };
  LabelledText row{word("id"),     word("text"), word("context"), word("label"), {},
                   word("source"), true};
  if (row.label.empty()) refuse("no \"label\"", where);
  if (row.source.empty()) row.source = name;
  if (row.id.empty()) row.id = where;
  row.train = json->flag_at("train", row.train);
  if (const Json* accept = json->find("accept")) {
    for (const Json& label : accept->items()) {
      if (label.is_text()) row.accept.push_back(label.text());
    }
  }
  return row;
}

LabelledText read_tabs(std::string_view line, const std::string& name, const std::string& where) {
  const std::size_t first = line.find('\t');
  const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
  if (second == std::string_view::npos || first == 0) refuse("not label, context and text", where);
  LabelledText row;
  row.id = where;
  row.label = line.substr(0, first);
  row.context = line.substr(first + 1, second - first - 1);
  row.text = line.substr(second + 1);
  row.source = name;
  row.own = true;
  // "confirm|thanks": both are right, the first is the label.
  for (std::string_view rest = row.label; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('|'));
    row.accept.emplace_back(part);
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  row.label = row.accept.front();
  return row;
}

}  // namespace

std::vector<LabelledText> read_labelled(std::string_view bytes, const std::string& name) {
  std::vector<LabelledText> rows;
  for (int number = 1; !bytes.empty(); ++number) {
    std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const std::string where = name + ":" + std::to_string(number);
    LabelledText row =
        line.front() == '{' ? read_json(line, name, where) : read_tabs(line, name, where);
    if (std::find(row.accept.begin(), row.accept.end(), row.label) == row.accept.end()) {
      row.accept.push_back(row.label);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace smsflow
