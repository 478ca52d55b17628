// Where the configuration and the log are, by flag, environment and the XDG base directories.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "config/read.h"
#include "text/error.h"
#include "toml/document.h"

namespace smsflow {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// $VARIABLE, else $HOME/`below`; empty when neither is set. A relative path is invalid by the XDG
// specification and ignored.
fs::path base_directory(const char* variable, const char* below) {
  fs::path named = environment(variable);
  if (named.is_absolute()) return named;
  const fs::path home = environment("HOME");
  return home.is_absolute() ? home / below : fs::path();
}

std::string first_there(const std::string& flag) {
  if (!flag.empty()) return flag;
  const fs::path user = base_directory("XDG_CONFIG_HOME", ".config");
  std::vector<fs::path> candidates = {"smsflow.toml"};
  if (!user.empty()) candidates.push_back(user / "smsflow" / "config.toml");
  for (const fs::path& candidate : candidates) {
    std::error_code ignored;
    if (fs::exists(candidate, ignored)) return candidate.string();
  }
  return {};
}

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(toml_file::kMaxFileBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  if (!in.is_open() || in.bad()) {
    throw Error(ErrorKind::kBadInput, "cannot read the configuration", path);
  }
  return text;
}

Config load(const std::string& path) {
  const std::string text = read_whole(path);
  LoadedConfig loaded = parse_config(text, path);
  if (!has_errors(loaded.diagnostics)) {
    anchor_paths(loaded.value);
    return std::move(loaded.value);
  }
  std::string faults;
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    faults += "\n" + render(diagnostic, text);
  }
  throw Error(ErrorKind::kBadInput, "the configuration has faults:" + faults, {},
              "man 5 smsflow-config explains every key");
}

}  // namespace

Config find_config(const std::string& flag) {
  const std::string path = first_there(flag);
  Config config = path.empty() ? default_config() : load(path);
  if (const std::string log = environment("SMSFLOW_LOG"); !log.empty()) config.log = log;
  if (const std::string region = environment("SMSFLOW_REGION"); !region.empty()) {
    config.region = region;
  }
  return config;
}

void require_provider(const Config& config) {
  if (config.names_provider) return;
  const bool none = config.file.empty();
  throw Error(ErrorKind::kBadInput,
              none ? "no configuration names a provider to carry the texts"
                   : "no provider is named to carry the texts",
              config.file,
              std::string(none ? "write smsflow.toml or pass --config FILE, with [provider.NAME]"
                               : "add [provider.NAME] and its kind") +
                  "; kind = \"file\" only writes them to a file");
}

std::string find_log(const std::string& flag, const Config& config) {
  // What lies beside the log, its locks above all, lies beside the file itself.
  if (!flag.empty()) return without_links(flag);
  if (!config.log.empty()) return without_links(config.log);
  const fs::path state = base_directory("XDG_STATE_HOME", ".local/state");
  if (state.empty()) {
    throw Error(ErrorKind::kUsage, "nothing says where the log is", {},
                "pass --log FILE, or set XDG_STATE_HOME");
  }
  const fs::path directory = state / "smsflow";
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (failed) {
    throw Error(ErrorKind::kOutside,
                fmt::format("cannot make {}: {}", directory.string(), failed.message()));
  }
  // The log holds numbers and texts of people.
  fs::permissions(directory, fs::perms::owner_all, failed);
  return without_links((directory / "log.db").string());
}

}  // namespace smsflow
