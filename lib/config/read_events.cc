#include "config/read.h"

namespace smsflow {

void read_events(toml_file::TableReader& root, Config& config) {
  const toml_file::Node* node = root.table("events");
  if (node == nullptr) return;
  toml_file::TableReader reader(*node->table(), node->place, "events", root.faults());
  config.events_secret_file = reader.required_text("secret_file");
  if (reader.any("secret") != nullptr) {
    reader.fault_at_key("secret", "inline-secret", "a secret does not belong in the configuration",
                        "put it into a file that only you can read, and name it: secret_file = "
                        "\"...\"");
  }
  reader.finish();
}

}  // namespace smsflow
