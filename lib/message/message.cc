#include "message/message.h"

#include <algorithm>
#include <array>

namespace smsflow {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 7> kStatusNames = {
    "accepted", "queued", "sent", "delivered", "undelivered", "failed", "expired"};
constexpr std::array<std::string_view, 12> kErrorNames = {
    "none",    "invalid_number", "not_mobile", "unreachable", "gone",    "opted_out",
    "blocked", "rate",           "temporary",  "sender",      "content", "other"};

// A number read back from a log of a later version may be out of range.
template <std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, int value) {
  const auto index = static_cast<std::size_t>(value);
  return value >= 0 && index < N ? names[index] : "unknown";
}

}  // namespace

bool SenderId::can_receive() const {
  std::string_view digits = value;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  return !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_final(DeliveryStatus status) {
  return status >= DeliveryStatus::kDelivered;
}

std::string_view name(DeliveryStatus status) {
  return name_in(kStatusNames, static_cast<int>(status));
}

DeliveryStatus join(DeliveryStatus current, DeliveryStatus heard) {
  return is_final(current) ? current : std::max(current, heard);
}

std::string_view name(ErrorClass error) {
  return name_in(kErrorNames, static_cast<int>(error));
}

}  // namespace smsflow
