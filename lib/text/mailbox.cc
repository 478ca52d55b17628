#include "text/mailbox.h"

#include <algorithm>

namespace smsflow {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at > 64 || text.size() > 254) return false;
  const std::string_view host = text.substr(at + 1);
  constexpr std::string_view kAtom =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.";
  const auto is_host = [](char c) {
    return c == '-' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
  };
  const auto dots_well = [](std::string_view part) {
    return !part.empty() && part.front() != '.' && part.back() != '.' &&
           part.find("..") == std::string_view::npos;
  };
  const std::string_view local = text.substr(0, at);
  return dots_well(local) && dots_well(host) &&
         local.find_first_not_of(kAtom) == std::string_view::npos &&
         std::all_of(host.begin(), host.end(), is_host) && host.front() != '-';
}

std::optional<Mailbox> parse_mailbox(std::string_view text) {
  if (is_mail_address(text)) return Mailbox{{}, std::string(text)};
  const std::size_t open = text.find('<');
  if (open == std::string_view::npos || !text.ends_with('>')) return std::nullopt;
  const std::string_view address = text.substr(open + 1, text.size() - open - 2);
  std::string_view name = text.substr(0, open);
  while (name.ends_with(' ')) name.remove_suffix(1);
  if (!is_mail_address(address) || std::any_of(name.begin(), name.end(), is_control)) {
    return std::nullopt;
  }
  return Mailbox{std::string(name), std::string(address)};
}

}  // namespace smsflow
