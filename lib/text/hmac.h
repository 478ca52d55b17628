// HMAC (RFC 2104) by OpenSSL's EVP_MAC. The key is set up once; each signature costs one reset.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace smsflow {

class Hmac {
 public:
  // `digest` is OpenSSL's name ("SHA1", "SHA256"). Throws Error{kOutside} when OpenSSL lacks it.
  Hmac(const char* digest, std::string_view key);
  ~Hmac();
  Hmac(Hmac&&) noexcept;
  Hmac& operator=(Hmac&&) noexcept;

  // The raw MAC: 20 bytes for SHA1, 32 for SHA256. Thread-safe.
  std::string sign(std::string_view bytes) const;

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace smsflow
