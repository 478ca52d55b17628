// The spellings of one webhook URL over which Twilio may have signed. Twilio signs the URL as it
// was configured; proxies, port rules and older back ends respell it, and Twilio's own SDK (6.2,
// webhooks.js) therefore tries each of these.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smsflow {

// The text of `url` with its port cut out, and with the scheme's usual port put in where none is.
std::string without_port(std::string_view url);
std::string with_port(std::string_view url);

// The URL as a browser would write it (WHATWG URL standard): host in small letters, the usual port
// dropped, dot segments resolved, and quotes, spaces and non-ASCII characters escaped. Nothing for
// what is no http or https URL, names a user, or has a host this does not normalise (one not in
// ASCII, an IPv4 address in an unusual spelling).
std::optional<std::string> normalised_url(std::string_view url);

// The query parsed and written again as Node's old "querystring" module does: repeated names
// gathered, numeric names first, "%27" become "'".
std::string with_legacy_query(std::string_view url);

}  // namespace smsflow
