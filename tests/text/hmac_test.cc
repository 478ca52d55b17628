#include "text/hmac.h"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "text/digest.h"
#include "text/error.h"

namespace smsflow::hmac_test {

TEST_CASE("The vectors of RFC 2202 and RFC 4231") {
  struct Row {
    const char* digest;
    std::string key;
    std::string bytes;
    const char* mac;
  };
  const Row rows[] = {
      {"SHA1", std::string(20, '\x0b'), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"},
      {"SHA1", "Jefe", "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
      {"SHA1", std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
      {"SHA256", std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"SHA256", "Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    const Hmac hmac(row.digest, row.key);
    CHECK(to_hex(hmac.sign(row.bytes)) == row.mac);
    CHECK(to_hex(hmac.sign("something else")) != row.mac);
    CHECK(to_hex(hmac.sign(row.bytes)) == row.mac);
  }
}

TEST_CASE("An unknown digest is an error of the outside world") {
  CHECK_THROWS_AS(Hmac("NO-SUCH-DIGEST", "key"), Error);
}

TEST_CASE("Several threads share one key") {
  const Hmac hmac("SHA1", "Jefe");
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 2000; ++round) {
        const std::string mac = to_hex(hmac.sign("what do ya want for nothing?"));
        if (mac != "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79") ++wrong[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}

}  // namespace smsflow::hmac_test
