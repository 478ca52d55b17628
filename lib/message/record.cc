#include "message/record.h"

#include <fmt/format.h>

#include <type_traits>

namespace smsflow {

std::string to_text(const Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          return "";
        } else if constexpr (std::is_same_v<Held, bool>) {
          return held ? "yes" : "no";
        } else if constexpr (std::is_same_v<Held, Instant>) {
          return format_rfc3339(held);
        } else {
          return fmt::format("{}", held);
        }
      },
      value);
}

}  // namespace smsflow
