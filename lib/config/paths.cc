// Relative paths of a configuration, told from its own folder: whoever starts smsflow, and
// wherever, means the same files.
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "config/read.h"

namespace smsflow {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxLinks = 40;  // as the kernel allows

// A bare name is a credential where the service manager keeps some.
bool is_credential(const std::string& file) {
  return std::getenv("CREDENTIALS_DIRECTORY") != nullptr && file.find('/') == std::string::npos;
}

}  // namespace

std::string without_links(const std::string& file) {
  fs::path path = file;
  std::error_code failed;
  for (int i = 0; i < kMaxLinks && fs::is_symlink(path, failed); ++i) {
    const fs::path target = fs::read_symlink(path, failed);
    if (failed) break;
    path = path.parent_path() / target;  // an absolute target replaces it
  }
  return path.string();
}

void anchor_paths(Config& config) {
  const fs::path folder = fs::path(without_links(config.file)).parent_path();
  const auto anchor = [&](std::string& path) {
    if (!path.empty()) path = (folder / path).string();
  };
  const auto anchor_secret = [&](std::string& path) {
    if (!is_credential(path)) anchor(path);
  };
  anchor(config.log);
  anchor(config.model);
  for (auto& [name, provider] : config.providers) {
    if (provider.path != "-") anchor(provider.path);
    anchor_secret(provider.secret_file);
    anchor_secret(provider.token_file);
  }
  for (auto& [name, hook] : config.hooks) {
    anchor_secret(hook.secret_file);
    anchor_secret(hook.authorization_file);
  }
  anchor_secret(config.mail.password_file);
  anchor(config.mail.ca_file);
  anchor_secret(config.events_secret_file);
}

}  // namespace smsflow
