#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "config/config.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxSecretBytes = std::size_t{64} * 1024;

struct Descriptor {
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number_;
};

// A bare name is a credential of the service manager, if it keeps any (systemd: LoadCredential).
std::string path_of(const std::string& file, bool& is_credential) {
  const char* const directory = std::getenv("CREDENTIALS_DIRECTORY");
  is_credential = directory != nullptr && file.find('/') == std::string::npos;
  return is_credential ? fmt::format("{}/{}", directory, file) : file;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t first = text.find_first_not_of(" \t\r", at);
    if (first < end && text[first] != '#') {
      const std::size_t last = text.find_last_not_of(" \t\r\n", end - 1);
      lines.push_back(text.substr(first, last - first + 1));
    }
    at = end + 1;
  }
  return lines;
}

std::string read_private(const std::string& path, bool is_credential) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat about {};
  // Looked at by the descriptor: a path could be another file a moment later.
  if (file.number_ < 0 || fstat(file.number_, &about) != 0) {
    throw Error(ErrorKind::kBadInput, fmt::format("cannot read the secret: {}", strerror(errno)),
                path);
  }
  if (!S_ISREG(about.st_mode)) throw Error(ErrorKind::kBadInput, "the secret is no file", path);
  // systemd lets a service read its credentials by an ACL, which shows as the group's bits.
  const mode_t others = is_credential ? S_IRWXO : S_IRWXG | S_IRWXO;
  if ((about.st_mode & others) != 0) {
    throw Error(ErrorKind::kBadInput, "the secret can be read or changed by others", path,
                "chmod 600 " + path);
  }
  std::string text(kMaxSecretBytes + 1, '\0');
  const ssize_t got = read(file.number_, text.data(), text.size());
  if (got < 0 || static_cast<std::size_t>(got) > kMaxSecretBytes) {
    throw Error(ErrorKind::kBadInput, "the secret cannot be read, or is too long", path);
  }
  text.resize(static_cast<std::size_t>(got));
  return text;
}

}  // namespace

std::vector<std::string> read_secret_lines(const std::string& file) {
  bool is_credential = false;
  const std::string path = path_of(file, is_credential);
  std::vector<std::string> lines = lines_of(read_private(path, is_credential));
  if (lines.empty()) {
    throw Error(ErrorKind::kBadInput, "the secret is empty", path, "one secret a line");
  }
  return lines;
}

void read_secrets(ProviderConfig& provider) {
  if (!provider.secret_file.empty()) provider.secrets = read_secret_lines(provider.secret_file);
  if (!provider.token_file.empty()) provider.token = read_secret_lines(provider.token_file).front();
}

std::vector<Diagnostic> check_secrets(const Config& config) {
  std::vector<Diagnostic> faults;
  const auto check = [&](const std::string& file, const Place& place) {
    if (file.empty()) return;
    try {
      read_secret_lines(file);
    } catch (const Error& error) {
      faults.push_back({.severity = Severity::kWarning,
                        .place = place,
                        .message = error.where() + ": " + error.what(),
                        .hint = error.hint(),
                        .code = "secret"});
    }
  };
  for (const auto& [name, provider] : config.providers) {
    check(provider.secret_file, provider.place);
    check(provider.token_file, provider.place);
  }
  for (const auto& [name, hook] : config.hooks) {
    check(hook.secret_file, hook.place);
    check(hook.authorization_file, hook.place);
  }
  check(config.mail.password_file, config.mail.place);
  check(config.events_secret_file, {config.file});
  return faults;
}

}  // namespace smsflow
