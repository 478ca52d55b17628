// Twilio's webhook signature: X-Twilio-Signature is the base64 of an HMAC-SHA1, keyed with the
// account's auth token, over the public URL followed by each POST parameter's name and value in the
// order of the names (Twilio, "Webhooks security"). A body that is no form is covered by its
// SHA-256 in the URL's bodySHA256. There is no timestamp: a captured request stays valid for ever,
// so the log must refuse repeats by MessageSid.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "text/hmac.h"

namespace smsflow {

struct TwilioVerdict {
  bool authentic = false;
  std::string reason;       // why not
  std::string signed_text;  // for the URL as it was given, without its port
  FormPairs fields;         // that were signed: the body's, or of a GET the query's
};

class TwilioSignature {
 public:
  // Any of the tokens may have signed. None of them is empty.
  explicit TwilioSignature(const std::vector<std::string>& tokens);

  // `url` is the public URL Twilio was told to call, `request` what came. Accepts the spellings of
  // the URL that Twilio's own SDK accepts; a header that is missing or there twice is refused, and
  // so is a body that no signature covers.
  TwilioVerdict check(const HttpRequest& request, std::string_view url) const;

 private:
  bool matches(std::string_view signature, std::string_view text) const;

  std::vector<Hmac> keys_;
};

// What Twilio itself would send for a form; for tests and for rehearsing webhooks.
std::string sign_as_twilio(std::string_view token, std::string_view url, std::string_view form);

}  // namespace smsflow
