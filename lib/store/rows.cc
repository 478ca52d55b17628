#include "store/rows.h"

#include <fmt/format.h>

#include <charconv>

namespace smsflow {
namespace {

constexpr std::string_view kNobody = "+999";
constexpr std::size_t kErasedLength = 15;  // "+999" and the contact's id in 11 digits

}  // namespace

Cells zeros_of(const Cells& blank) {
  Cells zeros;
  for (const Cell& cell : blank) {
    zeros.push_back(
        std::visit([](const auto& value) { return Cell(std::decay_t<decltype(value)>{}); }, cell));
  }
  return zeros;
}

PhoneNumber erased_number(std::int64_t contact) {
  return stored_number(fmt::format("{}{:011}", kNobody, contact));
}

std::optional<std::int64_t> erased_contact(std::string_view phone) {
  if (!phone.starts_with(kNobody) || phone.size() != kErasedLength) return std::nullopt;
  std::int64_t contact = 0;
  std::from_chars(phone.data() + kNobody.size(), phone.data() + phone.size(), contact);
  return contact;
}

PhoneNumber stored_number(const std::string& phone) {
  std::optional<PhoneNumber> number = PhoneNumber::from_e164(phone);
  if (!number) throw Error(ErrorKind::kBadInput, "the log is damaged: a phone number is none");
  return *std::move(number);
}

}  // namespace smsflow
