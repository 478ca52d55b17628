#include "app/request_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "app/capture.h"
#include "text/error.h"
#include "text/mask.h"

namespace smsflow {
namespace {

std::string id_of(const News& news) {
  if (const auto* inbound = std::get_if<InboundMessage>(&news)) return inbound->id;
  if (const auto* receipt = std::get_if<DeliveryReceipt>(&news)) return receipt->event_key;
  return std::get<PostedRecord>(news).id;
}

std::optional<Instant> received_at(const News& news) {
  if (const auto* inbound = std::get_if<InboundMessage>(&news)) return inbound->received_at;
  if (const auto* receipt = std::get_if<DeliveryReceipt>(&news)) return receipt->received_at;
  return std::get<PostedRecord>(news).record.seen_at;
}

std::string masked_form(std::string_view form) {
  FormPairs pairs = parse_form(form);
  for (auto& [name, value] : pairs) value = mask_sensitive(value);
  return encode_form(pairs);
}

std::string masked_url(const std::string& url) {
  const std::size_t query = url.find('?');
  if (query == std::string::npos) return url;
  return url.substr(0, query + 1) + masked_form(std::string_view(url).substr(query + 1));
}

bool is_form(const HttpRequest& request) {
  const auto type = find_header(request.headers, "Content-Type");
  return type && type->starts_with("application/x-www-form-urlencoded");
}

}  // namespace

RequestFile::~RequestFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RequestFile::open() {
  if (descriptor_ >= 0) return;
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor_ >= 0) return;
  throw Error(ErrorKind::kOutside, std::string("cannot open the file: ") + std::strerror(errno),
              path_);
}

void RequestFile::append(const std::string& lines, bool durable) {
  open();
  for (std::size_t at = 0; at < lines.size();) {
    const ssize_t written = ::write(descriptor_, lines.data() + at, lines.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw Error(ErrorKind::kOutside, "cannot write the file", path_);
    at += static_cast<std::size_t>(written);
  }
  if (durable && ::fdatasync(descriptor_) != 0) {
    throw Error(ErrorKind::kOutside, "cannot sync the file", path_);
  }
}

std::string request_line(const Arrived& arrived, bool masked) {
  CapturedRequest captured{.id = id_of(arrived.news),
                           .received_at = received_at(arrived.news),
                           .provider = arrived.provider ? arrived.provider->setup().kind : "events",
                           .scheme = {},
                           .url = arrived.url,
                           .request = arrived.request};
  if (masked) {
    const std::string& body = arrived.request.body;
    captured.url = masked_url(captured.url);
    captured.request.body = is_form(arrived.request) ? masked_form(body) : mask_sensitive(body);
  }
  return to_line(captured) + "\n";
}

}  // namespace smsflow
