#include "provider/twilio_url.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::twilio_url_test {

TEST_CASE("The port is cut out or put in, the rest stays byte for byte") {
  struct Row {
    std::string url;
    std::string without;
    std::string with;
  };
  const Row rows[] = {
      {"https://h.example/x", "https://h.example/x", "https://h.example:443/x"},
      {"http://h.example/x", "http://h.example/x", "http://h.example:80/x"},
      {"HTTPS://h.example", "HTTPS://h.example", "HTTPS://h.example:443"},
      {"https://h.example:8443/x", "https://h.example/x", "https://h.example:8443/x"},
      {"https://u:p@h.example/x?a=b:1", "https://u:p@h.example/x?a=b:1",
       "https://u:p@h.example:443/x?a=b:1"},
      {"https://[::1]:8443/x", "https://[::1]/x", "https://[::1]:8443/x"},
      {"https://[::1]/x", "https://[::1]/x", "https://[::1]:443/x"},
      {"h.example:8443/x", "h.example:8443/x", "h.example:8443/x"},
      {"", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    CHECK(without_port(row.url) == row.without);
    CHECK(with_port(row.url) == row.with);
  }
}

TEST_CASE("URLs as a browser writes them") {
  struct Row {
    std::string url;
    std::string normal;  // "" for none
  };
  const Row rows[] = {
      {"https://H.Example", "https://h.example/"},
      {"https://h.example:443/", "https://h.example/"},
      {"http://h.example:443/", "http://h.example:443/"},
      {"https://h.example:0443/", "https://h.example/"},
      {"https://h.example:/x", "https://h.example/x"},
      {"https://h.example/a/../b/./c", "https://h.example/b/c"},
      {"https://h.example/a/%2e%2E", "https://h.example/"},
      {"https://h.example/../..", "https://h.example/"},
      {"https://h.example/a//b/", "https://h.example/a//b/"},
      {"https://h.example/it's?q=it's#it's", "https://h.example/it's?q=it%27s#it's"},
      {"https://h.example/a b\"<>`{}", "https://h.example/a%20b%22%3C%3E%60%7B%7D"},
      {"https://h.example?", "https://h.example/?"},
      {"https://h.example/\u00e9?\u00e9", "https://h.example/%C3%A9?%C3%A9"},
      {"https://127.0.0.1/x", "https://127.0.0.1/x"},
      {"https://127.1/x", ""},
      {"https://127.0.0.01/x", ""},
      {"https://10.0.0.256/x", ""},
      {"https://h.1a/x", ""},
      {"https://h1/x", "https://h1/x"},
      {"https://[::1]:80/x", "https://[::1]:80/x"},
      {"https://h.example:70000/", ""},
      {"https://h.example:x/", ""},
      {"https://u@h.example/", ""},
      {"https://m\u00fcnchen.example/", ""},
      {"ftp://h.example/", ""},
      {"https:///x", ""},
      {"/x", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    CHECK(normalised_url(row.url).value_or("") == row.normal);
  }
}

TEST_CASE("Queries as Node's querystring writes them") {
  struct Row {
    std::string query;
    std::string legacy;
  };
  const Row rows[] = {
      {"?q=it%27s", "?q=it's"},
      {"?q=a+b", "?q=a%20b"},
      {"?z=1&a=2&z=3", "?z=1&z=3&a=2"},
      {"?b=1&10=x&2=y&01=z", "?2=y&10=x&b=1&01=z"},
      {"?empty=&x", "?empty=&x="},
      {"?a=b=c", "?a=b%3Dc"},
      {"?&&a=1&", "?a=1"},
      {"?u=%c3%a9&bad=%zz", "?u=%C3%A9&bad=%25zz"},
      {"?", "?"},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.query);
    CHECK(with_legacy_query(std::string("https://h.example/x") + row.query) ==
          std::string("https://h.example/x") + row.legacy);
  }
}

TEST_CASE("Normalising twice changes nothing more") {
  std::mt19937_64 random(11);
  const std::string alphabet = "aB/.%2e'\"?&=#: <>`{}^+\\@[]\xc3\xa9";
  for (int round = 0; round < 50'000; ++round) {
    std::string url = "https://h.example";
    for (std::size_t i = random() % 24; i-- > 0;) url += alphabet[random() % alphabet.size()];
    const std::optional<std::string> once = normalised_url(url);
    if (!once) continue;
    CAPTURE(url);
    CHECK(normalised_url(*once) == once);
  }
}

}  // namespace smsflow::twilio_url_test
