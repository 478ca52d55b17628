// The paths of webhooks: /KIND/inbound and /KIND/status, and /KIND/NAME/... where NAME is the
// [provider.NAME] it is for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

// "/twilio/main/status" is {"twilio", "main", "status"}; nothing when it does not begin with a
// slash or has more than six parts.
std::vector<std::string_view> path_parts(std::string_view path);

// `part` when it names something to be received, otherwise "".
std::string webhook_route(std::string_view part);

// "https://hooks.example.com" and "/twilio/status" joined by one slash.
std::string join_url(std::string_view base, std::string_view path);

}  // namespace smsflow
