#include "text/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <mutex>

#include "text/error.h"

namespace smsflow {
namespace {

struct Free {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

[[noreturn]] void fail() {
  throw Error(ErrorKind::kOutside, "OpenSSL cannot compute an HMAC", {},
              "check the crypto policy of this machine");
}

}  // namespace

struct Hmac::Context {
  std::unique_ptr<EVP_MAC_CTX, Free> mac;
  std::mutex mutex;
};

Hmac::Hmac(const char* digest, std::string_view key) : context_(std::make_unique<Context>()) {
  const std::unique_ptr<EVP_MAC, Free> algorithm(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  if (algorithm == nullptr) fail();
  context_->mac.reset(EVP_MAC_CTX_new(algorithm.get()));
  std::string name = digest;
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
      OSSL_PARAM_construct_end()};
  const auto* bytes = reinterpret_cast<const unsigned char*>(key.data());
  if (context_->mac == nullptr ||
      EVP_MAC_init(context_->mac.get(), bytes, key.size(), parameters) != 1) {
    fail();
  }
}

Hmac::~Hmac() = default;
Hmac::Hmac(Hmac&&) noexcept = default;
Hmac& Hmac::operator=(Hmac&&) noexcept = default;

std::string Hmac::sign(std::string_view bytes) const {
  unsigned char mac[EVP_MAX_MD_SIZE];
  std::size_t size = 0;
  const std::lock_guard lock(context_->mutex);
  EVP_MAC_CTX* const context = context_->mac.get();
  // Initialising without a key starts over with the one that is there.
  if (EVP_MAC_init(context, nullptr, 0, nullptr) != 1 ||
      EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) !=
          1 ||
      EVP_MAC_final(context, mac, &size, sizeof mac) != 1) {
    fail();
  }
  return std::string(reinterpret_cast<const char*>(mac), size);
}

}  // namespace smsflow
