// Masks what must not be kept or shown: card numbers (PCI DSS 3.4: at most the last four digits
// stay), social security numbers, and phone numbers in messages for people.
#pragma once

#include <string>
#include <string_view>

namespace smsflow {

// Card numbers (13 to 19 digits, separators allowed, known prefix and length, Luhn) and SSNs become
// "[card ...1234]" and "[ssn]". Order numbers, times and phone numbers stay.
std::string mask_sensitive(std::string_view text);

// "+13125550123" to "+1312***0123": enough to recognise, not to call.
std::string mask_phone(std::string_view e164);

}  // namespace smsflow
