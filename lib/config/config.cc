#include "config/config.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/read.h"
#include "text/nearest.h"

namespace smsflow {
namespace {

using toml_file::Entry;
using toml_file::Node;
using toml_file::TableReader;

// [KIND.NAME]: one part for each table inside.
template <typename Part, typename Read>
void read_parts(TableReader& root, std::string_view kind,
                std::map<std::string, Part, std::less<>>& parts, Read read) {
  const Node* node = root.table(kind);
  if (node == nullptr) return;
  for (const Entry& entry : node->table()->entries) {
    const std::string path = fmt::format("{}.{}", kind, entry.key);
    if (entry.node->table() == nullptr) {
      root.fault_at(*entry.node, "wrong-kind",
                    fmt::format("\"{}\" must be a table, not {}", path, kind_name(*entry.node)),
                    fmt::format("name it: [{}.NAME]", kind));
      continue;
    }
    Part part;
    part.name = entry.key;
    TableReader reader(*entry.node->table(), entry.key_place, path, root.faults());
    read(reader, part);
    reader.finish();
    parts.emplace(entry.key, std::move(part));
  }
}

void read_region(TableReader& root, Config& config) {
  const Node* node = root.text("region");
  if (node == nullptr) return;
  config.region = *node->text();
  const bool is_code =
      config.region.size() == 2 && std::all_of(config.region.begin(), config.region.end(),
                                               [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!is_code) {
    root.fault_at(*node, "bad-value", fmt::format("\"{}\" is no country", config.region),
                  "write two capitals of ISO 3166 like \"US\"");
  }
}

std::vector<std::string> names_of(const auto& parts) {
  std::vector<std::string> names;
  names.reserve(parts.size());
  for (const auto& [name, part] : parts) names.push_back(name);
  return names;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::string near = nearest(word, names);
  return near.empty() ? "" : fmt::format("did you mean \"{}\"?", near);
}

// Gives every sender its provider and checks what names another part.
void connect(Config& config, std::vector<Diagnostic>& faults) {
  const auto fault = [&](const Place& place, std::string message, std::string hint) {
    faults.push_back(
        {Severity::kError, place, std::move(message), std::move(hint), 1, "no-such-part"});
  };
  for (auto& [name, sender] : config.senders) {
    if (sender.provider.empty() && config.providers.size() == 1) {
      sender.provider = config.providers.begin()->first;
    } else if (sender.provider.empty()) {
      fault(sender.place, fmt::format("[sender.{}] does not say which provider it uses", name),
            "add provider = \"NAME\"");
    } else if (!config.providers.contains(sender.provider)) {
      fault(sender.place, fmt::format("no provider \"{}\"", sender.provider),
            did_you_mean(sender.provider, names_of(config.providers)));
    }
  }
  for (const auto& [name, queue] : config.queues) {
    if (queue.priority.empty() || config.queues.contains(queue.priority)) continue;
    fault(queue.place, fmt::format("no queue \"{}\"", queue.priority),
          did_you_mean(queue.priority, names_of(config.queues)));
  }
}

// What is left out entirely is as in the default configuration, as far as it then makes sense.
void fill_up(Config& config, std::vector<Diagnostic>& faults) {
  Config standard = default_config();
  config.names_provider = !config.providers.empty();
  if (config.providers.empty()) config.providers = std::move(standard.providers);
  if (!config.senders.empty()) return;
  const bool only_files =
      std::all_of(config.providers.begin(), config.providers.end(),
                  [](const auto& provider) { return provider.second.kind == "file"; });
  if (only_files) {
    config.senders = std::move(standard.senders);
    config.senders.begin()->second.provider = config.providers.begin()->first;
  } else {
    faults.push_back({Severity::kError, Place{config.file, 0, 0}, "there is nothing to send from",
                      "add [sender.NAME] with its numbers", 1, "missing-key"});
  }
}

}  // namespace

std::optional<Duration> duration_at(TableReader& reader, std::string_view key) {
  const Node* node = reader.text(key);
  if (node == nullptr) return std::nullopt;
  const std::optional<Duration> duration = parse_duration(*node->text());
  if (duration && *duration > Duration::zero()) return duration;
  reader.fault_at(*node, "bad-duration", fmt::format("\"{}\" is not a duration", *node->text()),
                  "write a sum of w, d, h, m and s, like \"15m\" or \"1h30m\"");
  return std::nullopt;
}

std::string choice_at(TableReader& reader, std::string_view key,
                      const std::vector<std::string>& words) {
  const Node* node = reader.text(key);
  if (node == nullptr) return words.front();
  const auto found = std::find(words.begin(), words.end(), *node->text());
  if (found != words.end()) return *found;
  reader.fault_at(*node, "bad-value",
                  fmt::format("\"{}\" must be one of {}, not \"{}\"", reader.path_of(key),
                              fmt::join(words, ", "), *node->text()),
                  did_you_mean(*node->text(), words));
  return words.front();
}

LoadedConfig parse_config(std::string_view text, std::string_view file) {
  LoadedConfig loaded;
  Config& config = loaded.value;
  std::vector<Diagnostic>& faults = loaded.diagnostics;
  config.file = file;
  toml_file::Document document = toml_file::parse(text, file);
  if (!document.faults.empty()) {
    faults = std::move(document.faults);
    return loaded;
  }
  TableReader root(document.root, Place{config.file, 0, 0}, "", faults);
  read_region(root, config);
  read_log(root, config);
  config.model = root.text_or("model", "");
  config.horizon = duration_at(root, "horizon").value_or(config.horizon);
  config.unknown_window = duration_at(root, "unknown_window").value_or(config.unknown_window);
  read_parts(root, "provider", config.providers, read_provider);
  read_parts(root, "sender", config.senders, read_sender);
  read_parts(root, "queue", config.queues, read_queue);
  read_parts(root, "hook", config.hooks, read_hook);
  read_mail(root, config.mail);
  read_events(root, config);
  root.finish();
  fill_up(config, faults);
  connect(config, faults);
  std::stable_sort(faults.begin(), faults.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  return loaded;
}

Config default_config() {
  Config config;
  ProviderConfig provider;
  provider.name = "file";
  provider.kind = "file";
  provider.path = "texts.jsonl";
  SenderConfig sender;
  sender.name = "default";
  sender.numbers = {"+15550100"};
  sender.provider = provider.name;
  config.providers.emplace(provider.name, provider);
  config.senders.emplace(sender.name, sender);
  return config;
}

}  // namespace smsflow
