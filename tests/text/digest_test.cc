#include "text/digest.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::digest_test {

TEST_CASE("SHA-256 gives the values of FIPS 180-4") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(hash64("abc") == 0xba7816bf8f01cfeaULL);
}

TEST_CASE("hex is lower case, two digits a byte") {
  CHECK(to_hex(std::string_view("\x00\x0F\xA5\xFF", 4)) == "000fa5ff");
}

TEST_CASE("base64 gives the values of RFC 4648, 10") {
  struct Case {
    std::string_view bytes, text;
  };
  const Case cases[] = {{"", ""},
                        {"f", "Zg=="},
                        {"fo", "Zm8="},
                        {"foo", "Zm9v"},
                        {"foob", "Zm9vYg=="},
                        {"fooba", "Zm9vYmE="},
                        {"foobar", "Zm9vYmFy"},
                        {"\xFF\xFE\xFB", "//77"}};
  for (const Case& c : cases) {
    CHECK(to_base64(c.bytes) == c.text);
    CHECK(from_base64(c.text) == std::string(c.bytes));
  }
}

TEST_CASE("base64 that is not exactly so is refused") {
  for (const std::string_view text :
       {"Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zm9v\n", "Zm 9", "Zm9-",
        "Z=g=", "Zh==", "Zm9=", "Zg==Zg==", "é===", "Zm9vYg"}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text).has_value());
  }
}

TEST_CASE("base64 goes there and back") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 1'000; ++round) {
    std::string bytes;
    for (std::uint64_t length = random() % 50; length > 0; --length) {
      bytes += static_cast<char>(random());
    }
    REQUIRE(from_base64(to_base64(bytes)) == bytes);
  }
}

TEST_CASE("equal means equal in length and bytes") {
  CHECK(equal_constant_time("", ""));
  CHECK(equal_constant_time("secret", "secret"));
  CHECK_FALSE(equal_constant_time("secret", "secreT"));
  CHECK_FALSE(equal_constant_time("secret", "secret1"));
  CHECK_FALSE(equal_constant_time("", "x"));
}

}  // namespace smsflow::digest_test
