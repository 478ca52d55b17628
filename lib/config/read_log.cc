#include <fmt/format.h>

#include <charconv>

#include "config/read.h"

namespace smsflow {
namespace {

using toml_file::Node;
using toml_file::TableReader;

// Who owns the log must be able to read and write it; nobody runs it.
std::optional<unsigned> mode_of(std::string_view text) {
  unsigned mode = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  const bool whole = fault == std::errc() && end == text.data() + text.size() && text.size() == 4;
  if (!whole || (mode & 0600U) != 0600U || (mode & ~0666U) != 0) return std::nullopt;
  return mode;
}

}  // namespace

// `log = "FILE"`, or [log] with its path and mode.
void read_log(TableReader& root, Config& config) {
  const Node* node = root.any("log");
  if (node == nullptr) return;
  if (node->table() == nullptr) {
    config.log = root.text_or("log", "");
    return;
  }
  TableReader log(*node->table(), node->place, "log", root.faults());
  config.log = log.text_or("path", "");
  const Node* mode = log.text("mode");
  if (mode != nullptr) {
    config.log_mode = mode_of(*mode->text());
    if (!config.log_mode) {
      log.fault_at(*mode, "bad-value", fmt::format("\"{}\" is not a file mode", *mode->text()),
                   "write \"0600\", \"0640\", \"0644\" or \"0660\"");
    }
  }
  log.finish();
}

}  // namespace smsflow
