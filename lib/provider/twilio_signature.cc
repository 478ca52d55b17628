#include "provider/twilio_signature.h"

#include <algorithm>
#include <optional>

#include "provider/twilio_url.h"
#include "text/digest.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr std::string_view kHeader = "X-Twilio-Signature";
constexpr std::string_view kBodyHash = "bodySHA256";

// The order of UTF-16 code units, in which JavaScript sorts: characters above U+FFFF come before
// U+E000 to U+FFFF.
bool utf16_less(const std::string& left, const std::string& right) {
  const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (l == left.end() || r == right.end()) return r != right.end();
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : int{byte};
  };
  return rank(*l) < rank(*r);
}

using FormPair = FormPairs::value_type;

FormPairs parse_utf8_form(std::string_view form) {
  FormPairs pairs = parse_form(form);
  for (FormPair& pair : pairs) {
    if (!is_utf8(pair.first)) pair.first = to_utf8(pair.first);
    if (!is_utf8(pair.second)) pair.second = to_utf8(pair.second);
  }
  return pairs;
}

// Names and values run together in the order of the names; of equal pairs one counts.
std::string parameter_text(const FormPairs& pairs) {
  std::vector<const FormPair*> order;  // moving pointers is cheaper than moving strings
  order.reserve(pairs.size());
  std::size_t size = 0;
  for (const FormPair& pair : pairs) {
    order.push_back(&pair);
    size += pair.first.size() + pair.second.size();
  }
  std::sort(order.begin(), order.end(), [](const FormPair* a, const FormPair* b) {
    return a->first == b->first ? utf16_less(a->second, b->second) : utf16_less(a->first, b->first);
  });
  std::string text;
  text.reserve(size);
  const FormPair* last = nullptr;
  for (const FormPair* pair : order) {
    if (last != nullptr && *pair == *last) continue;
    text += pair->first;
    text += pair->second;
    last = pair;
  }
  return text;
}

bool is_form(const Headers& headers) {
  constexpr std::string_view kForm = "application/x-www-form-urlencoded";
  std::string_view type = find_header(headers, "Content-Type").value_or(kForm);
  type = type.substr(0, type.find_first_of("; \t"));
  return std::equal(type.begin(), type.end(), kForm.begin(), kForm.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// Whether one of the URL's spellings was signed, but for the one without its port. In the order of
// their likelihood; each is made only when the ones before it did not match.
template <typename IsSigned>
bool is_respelt(std::string_view url, const IsSigned& is_signed) {
  if (is_signed(with_port(url))) return true;
  const std::optional<std::string> normal = normalised_url(url);
  if (!normal) return false;
  const std::string bare = without_port(*normal);
  const std::string full = with_port(*normal);
  return is_signed(bare) || is_signed(full) || is_signed(with_legacy_query(bare)) ||
         is_signed(with_legacy_query(full));
}

// The part of the request besides the URL that the signature covers, or why it covers too little.
struct Coverage {
  std::string parameters;
  std::string fault;
  FormPairs fields = {};
};

Coverage coverage(const HttpRequest& request, std::string_view url) {
  if (request.method == "GET" || request.method == "HEAD") {
    return {{}, {}, parse_utf8_form(split_target(request.target).query)};
  }
  if (request.method != "POST") return {{}, "the method is neither GET nor POST"};
  if (url.find(kBodyHash) != std::string_view::npos) {
    const std::size_t mark = std::min(url.find('?'), url.size());
    const std::size_t end = std::min(url.find('#', mark), url.size());
    const FormPairs query = parse_form(url.substr(mark, end - mark).substr(mark < end ? 1 : 0));
    const std::string_view hash = find_field(query, kBodyHash).value_or("");
    if (equal_constant_time(hash, sha256_hex(request.body))) {
      return {{}, {}, parse_utf8_form(request.body)};
    }
    return {{}, "the body is not the one bodySHA256 was made from"};
  }
  if (request.body.empty()) return {};
  if (!is_form(request.headers)) return {{}, "no signature covers a body that is not a form"};
  FormPairs fields = parse_utf8_form(request.body);
  std::string parameters = parameter_text(fields);
  return {std::move(parameters), {}, std::move(fields)};
}

bool url_ends_with(std::string_view url, std::string_view target) {
  return url.substr(0, url.find('#')).ends_with(target.substr(0, target.find('#')));
}

}  // namespace

TwilioSignature::TwilioSignature(const std::vector<std::string>& tokens) {
  for (const std::string& token : tokens) keys_.emplace_back("SHA1", token);
}

bool TwilioSignature::matches(std::string_view signature, std::string_view text) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const Hmac& key) {
    return equal_constant_time(signature, to_base64(key.sign(text)));
  });
}

TwilioVerdict TwilioSignature::check(const HttpRequest& request, std::string_view url) const {
  TwilioVerdict verdict;
  const int count = count_headers(request.headers, kHeader);
  if (count != 1) {
    verdict.reason =
        count == 0 ? "X-Twilio-Signature is missing" : "X-Twilio-Signature is repeated";
    return verdict;
  }
  // The intent id is read from the request's own query: it must be the one that was signed.
  if (!url_ends_with(url, request.target)) {
    verdict.reason = "the request's path is not the one in the URL";
    return verdict;
  }
  Coverage covered = coverage(request, url);
  verdict.signed_text = without_port(url) + covered.parameters;
  if (!covered.fault.empty()) {
    verdict.reason = covered.fault;
    return verdict;
  }
  const std::string_view signature = *find_header(request.headers, kHeader);
  verdict.authentic =
      matches(signature, verdict.signed_text) || is_respelt(url, [&](const std::string& spelt) {
        return matches(signature, spelt + covered.parameters);
      });
  if (verdict.authentic) {
    verdict.fields = std::move(covered.fields);
  } else {
    verdict.reason = "X-Twilio-Signature does not match";
  }
  return verdict;
}

std::string sign_as_twilio(std::string_view token, std::string_view url, std::string_view form) {
  return to_base64(
      Hmac("SHA1", token).sign(std::string(url) + parameter_text(parse_utf8_form(form))));
}

}  // namespace smsflow
