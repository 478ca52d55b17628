// The provider that keeps texts in a file: for first steps, tests and rehearsals. One line of JSON
// for each text: {"intent", "to", "from", "text", "status_url", "validity_s"}.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "provider/kinds.h"
#include "text/error.h"
#include "text/json.h"

namespace smsflow {
namespace {

std::string json_line(const OutboundMessage& message) {
  Json line = Json::object();
  line["intent"] = message.intent;
  line["to"] = message.to.e164();
  line["from"] = message.from.value;
  line["text"] = message.text;
  if (!message.status_url.empty()) line["status_url"] = message.status_url;
  if (message.validity > Duration{0}) {
    line["validity_s"] = message.validity / std::chrono::seconds{1};
  }
  return line.dump() + "\n";
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  int value_;
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

SendResult failed(SendOutcome outcome, std::string_view what) {
  SendResult result;
  result.outcome = outcome;
  result.error = ErrorClass::kTemporary;
  result.detail = fmt::format("cannot {}: {}", what, std::generic_category().message(errno));
  return result;
}

SendResult accepted(const std::string& intent) {
  SendResult result;
  result.outcome = SendOutcome::kAccepted;
  result.provider_id = intent;
  return result;
}

class FileProvider final : public Provider {
 public:
  explicit FileProvider(ProviderSetup provider_setup) : Provider(std::move(provider_setup)) {}

  std::optional<HttpCall> send_call(const OutboundMessage&) const override { return std::nullopt; }
  SendResult read_send(const HttpResult&) const override { return {}; }
  SendResult deliver(const OutboundMessage& message) const override;

 private:
  SendResult print(const OutboundMessage& message) const;
};

SendResult FileProvider::print(const OutboundMessage& message) const {
  return write_all(STDOUT_FILENO, json_line(message))
             ? accepted(message.intent)
             : failed(SendOutcome::kUnknown, "write to standard output");
}

SendResult FileProvider::deliver(const OutboundMessage& message) const {
  if (setup().path == "-") return print(message);
  // Texts are private: nobody else may read them.
  const Descriptor file(
      open(setup().path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (file.get() < 0) return failed(SendOutcome::kNotSent, "open " + setup().path);
  // While locked nobody else appends, so what failed half-way can be taken back.
  struct stat before {};
  if (flock(file.get(), LOCK_EX) != 0 || fstat(file.get(), &before) != 0) {
    return failed(SendOutcome::kNotSent, "lock " + setup().path);
  }
  if (!write_all(file.get(), json_line(message))) {
    SendResult result = failed(SendOutcome::kNotSent, "write " + setup().path);
    const bool undone = !S_ISREG(before.st_mode) || ftruncate(file.get(), before.st_size) == 0;
    if (!undone) result.outcome = SendOutcome::kUnknown;
    return result;
  }
  if (S_ISREG(before.st_mode) && fdatasync(file.get()) != 0) {
    return failed(SendOutcome::kUnknown, "sync " + setup().path);
  }
  return accepted(message.intent);
}

}  // namespace

std::unique_ptr<Provider> make_file_provider(ProviderSetup setup) {
  if (setup.path.empty()) {
    throw Error(ErrorKind::kBadInput, fmt::format("provider {} has no path", setup.name), {},
                "set path to the file that texts are appended to, or \"-\"");
  }
  return std::make_unique<FileProvider>(std::move(setup));
}

}  // namespace smsflow
