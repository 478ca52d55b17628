// The parts of parse_config, one per kind of table. Internal to lib/config.
#pragma once

#include <optional>
#include <string_view>

#include "config/config.h"
#include "toml/table_reader.h"

namespace smsflow {

void read_provider(toml_file::TableReader& reader, ProviderConfig& provider);
void read_sender(toml_file::TableReader& reader, SenderConfig& sender);
void read_queue(toml_file::TableReader& reader, QueueConfig& queue);
void read_hook(toml_file::TableReader& reader, HookConfig& hook);
void read_mail(toml_file::TableReader& root, MailConfig& mail);
void read_log(toml_file::TableReader& root, Config& config);
void read_events(toml_file::TableReader& root, Config& config);

// Makes every relative path of a configuration one from the folder of its file.
void anchor_paths(Config& config);

// The file behind symbolic links, which need not be there.
std::string without_links(const std::string& file);

// A duration of a key, if the key is there and holds one; else a fault.
std::optional<Duration> duration_at(toml_file::TableReader& reader, std::string_view key);

// One of `words`; `words.front()` when absent, and with a fault for anything else.
std::string choice_at(toml_file::TableReader& reader, std::string_view key,
                      const std::vector<std::string>& words);

// Why a URL cannot be used, or "": http (not https) is for loopback addresses only, unless allowed.
std::string url_fault(std::string_view url, bool allow_http);

// Whether a URL plainly names this machine.
bool is_loopback_url(std::string_view url);

}  // namespace smsflow
