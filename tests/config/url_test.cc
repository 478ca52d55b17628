#include <doctest/doctest.h>

#include "config/read.h"

namespace smsflow::url_test {

TEST_CASE("http is for this machine only, unless it is allowed") {
  struct Case {
    const char* url;
    bool fine;
    bool fine_if_allowed;
  };
  const Case cases[] = {
      {"https://hooks.example.com", true, true},
      {"https://hooks.example.com:8443/sms", true, true},
      {"http://localhost:8080/x", true, true},
      {"http://127.0.0.1", true, true},
      {"http://127.9.9.9:1", true, true},
      {"http://[::1]:13013/cgi", true, true},
      {"http://hooks.example.com", false, true},
      {"http://127.0.0.1.example.com", false, true},
      {"http://localhost.example.com", false, true},
      {"http://[::2]/", false, true},
      {"http://10.0.0.1", false, true},
      {"http://localhost@example.com", false, false},
      {"https://user:secret@example.com", false, false},
      {"http://127.0.0.1\\@example.com", false, false},
      {"HTTP://example.com", false, false},
      {"ftp://example.com", false, false},
      {"https://", false, false},
      {"https:///x", false, false},
      {"https://a b", false, false},
      {"", false, false},
  };
  for (const Case& row : cases) {
    CAPTURE(row.url);
    CHECK(url_fault(row.url, false).empty() == row.fine);
    CHECK(url_fault(row.url, true).empty() == row.fine_if_allowed);
  }
}

TEST_CASE("only what plainly names this machine is loopback") {
  for (const char* url : {"http://127.0.0.1:8080/x", "https://127.1.2.3", "http://localhost",
                          "http://[::1]:80/", "smtp://127.0.0.1:25"}) {
    CAPTURE(url);
    CHECK(is_loopback_url(url));
  }
  for (const char* url :
       {"https://127.example.com", "http://127.0.0.1.example.com", "http://localhost.example.com",
        "http://localhosts", "http://127.0.0.1:80@example.com", "http://localhost@example.com",
        "http://127.0.0.256", "http://127...", "127.0.0.1", "", "http://128.0.0.1"}) {
    CAPTURE(url);
    CHECK_FALSE(is_loopback_url(url));
  }
}

}  // namespace smsflow::url_test
