#include "provider/webhook_path.h"

#include <algorithm>

namespace smsflow {

std::vector<std::string_view> path_parts(std::string_view path) {
  constexpr std::size_t kMaxParts = 6;
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    if (path.front() != '/' || parts.size() == kMaxParts) return {};
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

std::string webhook_route(std::string_view part) {
  return part == "inbound" || part == "status" ? std::string(part) : std::string();
}

std::string join_url(std::string_view base, std::string_view path) {
  while (base.ends_with('/')) base.remove_suffix(1);
  return std::string(base) + std::string(path);
}

}  // namespace smsflow
