#include <fmt/format.h>

#include <algorithm>

#include "config/read.h"

#include "text/ascii.h"

namespace smsflow {
namespace {

using toml_file::Node;
using toml_file::TableReader;

std::string read_url(TableReader& reader, std::string_view key, bool allow_http) {
  const Node* node = reader.text(key);
  if (node == nullptr) return {};
  const std::string fault = url_fault(*node->text(), allow_http);
  if (!fault.empty()) {
    reader.fault_at(*node, "bad-url", fault,
                    "write https://HOST, or allow_http = true where the network is your own");
  }
  return *node->text();
}

// "+15550100", a short code of 3 to 8 digits, or a name of up to 11 letters and digits (3GPP TS
// 23.040, 9.1.2.5: alphanumeric addresses).
bool is_sender(std::string_view text) {
  if (text.starts_with("+")) {
    const std::string_view digits = text.substr(1);
    return digits.size() >= 7 && digits.size() <= 15 && digits.front() != '0' &&
           std::all_of(digits.begin(), digits.end(), is_digit);
  }
  if (text.empty() || text.size() > 11) return false;
  if (std::all_of(text.begin(), text.end(), is_digit)) return text.size() >= 3 && text.size() <= 8;
  return std::any_of(text.begin(), text.end(), is_letter) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || is_letter(c) || c == ' ' || c == '-' || c == '_';
         });
}

}  // namespace

void read_provider(TableReader& reader, ProviderConfig& provider) {
  provider.place = reader.place();
  const bool has_kind = reader.any("kind") != nullptr;
  if (!has_kind) reader.missing("kind");
  const std::string kind = choice_at(reader, "kind", {"file", "kannel", "twilio"});
  if (has_kind) provider.kind = kind;
  provider.account = reader.text_or("account", "");
  provider.secret_file = reader.text_or("secret_file", "");
  provider.token_file = reader.text_or("token_file", "");
  provider.path = reader.text_or("path", kind == "file" ? "texts.jsonl" : "");
  provider.allow_http = reader.flag_or("allow_http", false);
  provider.public_url = read_url(reader, "public_url", provider.allow_http);
  provider.api_url = read_url(reader, "api_url", provider.allow_http);
  for (const char* secret : {"secret", "token", "password", "auth_token"}) {
    if (reader.any(secret) == nullptr) continue;
    reader.fault_at_key(secret, "inline-secret", "a secret does not belong in the configuration",
                        "put it into a file that only you can read, and name it: secret_file = "
                        "\"...\"");
  }
  const auto need = [&](std::string_view key, const std::string& value) {
    if (value.empty()) reader.missing(key);
  };
  if (provider.kind == "twilio" || provider.kind == "kannel") {
    need("account", provider.account);
    need("secret_file", provider.secret_file);
  }
  if (provider.kind == "kannel") need("api_url", provider.api_url);
}

void read_sender(TableReader& reader, SenderConfig& sender) {
  sender.place = reader.place();
  sender.numbers = reader.texts("numbers");
  if (const Node* numbers = reader.any("numbers"); numbers == nullptr) {
    reader.missing("numbers");
  } else if (numbers->array() != nullptr) {
    for (const Node& number : *numbers->array()) {
      if (number.text() == nullptr || is_sender(*number.text())) continue;
      reader.fault_at(number, "bad-number",
                      fmt::format("\"{}\" is nothing to send from", *number.text()),
                      "write +15550100, a short code, or a name of up to 11 letters and digits");
    }
    if (numbers->array()->empty())
      reader.fault_at(*numbers, "bad-number", "no number to send from");
  }
  sender.provider = reader.text_or("provider", "");
  sender.segments_per_second = reader.number_or("segments_per_second", 1, 0.001, 10'000);
  sender.daily_cap = static_cast<int>(reader.integer_or("daily_cap", 0, 0, 100'000'000));
}

}  // namespace smsflow
