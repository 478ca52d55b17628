// smsflow.toml: what belongs to the installation rather than to one workflow. man 5 smsflow-config.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/outgoing.h"
#include "text/diagnostic.h"
#include "time/business_hours.h"
#include "time/instant.h"

namespace smsflow {

struct ProviderConfig {
  std::string name;
  std::string kind;                  // "file", "kannel", "twilio"
  std::string account;               // Twilio account SID; Kannel username
  std::string secret_file;           // one secret a line; all verify, the first one signs
  std::vector<std::string> secrets;  // read from it by read_secrets
  std::string public_url;            // of our webhooks, as the carrier calls them
  std::string api_url;               // empty: the carrier's own (Kannel needs one)
  std::string token_file;            // Kannel: the path token of its webhooks
  std::string token;                 // read from it
  std::string path;                  // file provider: where texts are appended
  bool allow_http = false;           // api_url may be http beyond loopback
  Place place;
};

struct SenderConfig {
  std::string name;
  std::vector<std::string> numbers;  // one or a pool; a contact keeps the one it was first given
  std::string provider;
  double segments_per_second = 1;
  int daily_cap = 0;  // segments; 0: none
  Place place;
};

struct QueueConfig {
  std::string name;
  BusinessHours hours;
  std::optional<Duration> first_response;
  std::optional<Duration> resolution;
  std::string clock = "business";  // or "24x7"
  std::string priority;            // queue for high priority; empty: itself
  std::string holding;             // text said at hand-off within hours
  std::string after_hours;         // and outside them; {back} says when people are back
  std::string hook;
  Place place;
};

struct Config {
  std::string file;                  // empty: built-in defaults
  bool names_provider = false;       // false: the file provider of the defaults stands in
  std::string region = "US";         // for national phone numbers
  std::string log;                   // empty: the state directory
  std::optional<unsigned> log_mode;  // of the log and the files beside it, like 0640
  std::string model;                 // that reads replies; empty: the one that ships
  std::map<std::string, ProviderConfig, std::less<>> providers;
  std::map<std::string, SenderConfig, std::less<>> senders;
  std::map<std::string, QueueConfig, std::less<>> queues;
  std::map<std::string, HookConfig, std::less<>> hooks;
  MailConfig mail;
  std::string events_secret_file;             // of who may post record events; empty: nobody
  Duration horizon = std::chrono::hours{48};  // records farther away make no event yet
  Duration unknown_window =
      std::chrono::hours{24};  // after it an unsettled send is expired_unknown
};

struct LoadedConfig {
  Config value;
  std::vector<Diagnostic> diagnostics;
};

LoadedConfig parse_config(std::string_view text, std::string_view file);

// The embedded default: one file provider that appends to texts.jsonl, one sender, no queues.
Config default_config();

// --config, else ./smsflow.toml, else $XDG_CONFIG_HOME/smsflow/config.toml, else the default; then
// SMSFLOW_LOG and SMSFLOW_REGION. Relative paths in the file are made those from its folder (that
// of the file itself, behind symbolic links). Throws Error{kBadInput} with all faults.
Config find_config(const std::string& flag);

// Throws Error{kBadInput} when no provider is named: nothing goes out by a default.
void require_provider(const Config& config);

// Fills `secrets` and `token` from their files ($CREDENTIALS_DIRECTORY/NAME for a bare name).
// Throws Error{kBadInput} when one is missing, empty, or readable by others.
void read_secrets(ProviderConfig& provider);

// The secrets of any such file, one a line; at least one. Throws as above.
std::vector<std::string> read_secret_lines(const std::string& file);

// A warning for each secret file of the configuration that cannot be used, as above.
std::vector<Diagnostic> check_secrets(const Config& config);

// Whom a run on an invented clock would reach in earnest: whatever is neither the file provider nor
// plainly on this machine; "provider main", "hook crm", "the mail server", or "" for nobody.
std::string reaches_beyond_loopback(const Config& config);

// --log, else config, else $XDG_STATE_HOME/smsflow/log.db (directories made), behind symbolic
// links.
std::string find_log(const std::string& flag, const Config& config);

}  // namespace smsflow
