#include "provider/mail_date.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace smsflow::mail_date_test {

TEST_CASE("Dates of mail and HTTP") {
  struct Row {
    std::string text;
    std::string moment;  // "" for no date
  };
  const Row rows[] = {
      {"Thu, 24 Aug 2023 05:01:45 +0000", "2023-08-24T05:01:45Z"},
      {"Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"},
      {"24 Aug 2023 05:01:45 -0600", "2023-08-24T11:01:45Z"},
      {"Thu, 24 Aug 2023 05:01:45 +0530", "2023-08-23T23:31:45Z"},
      {"Thu, 29 Feb 2024 00:00:00 GMT", "2024-02-29T00:00:00Z"},
      {"Wed, 29 Feb 2023 00:00:00 GMT", ""},
      {"Thu, 24 aug 2023 05:01:45 GMT", ""},
      {"Thu, 24 ugS 2023 05:01:45 GMT", ""},
      {"Thu, 24 Aug 23 05:01:45 GMT", ""},
      {"Thu, 24 Aug 2023 25:01:45 GMT", ""},
      {"Thu, 24 Aug 2023 05:60:45 GMT", ""},
      {"Thu, 24 Aug 2023 05:01 GMT", ""},
      {"Thu, 24 Aug 2023 05:01:45 EST", ""},
      {"Thu, 24 Aug 2023 05:01:45 +2400", ""},
      {"Thu, 24 Aug 2023  05:01:45 GMT", ""},
      {"Thu, -4 Aug 2023 05:01:45 GMT", ""},
      {"2023-08-24T05:01:45Z", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<Instant> moment = parse_mail_date(row.text);
    CHECK((moment ? format_rfc3339(*moment) : "") == row.moment);
  }
}

TEST_CASE("Retry-After is bounded and never guessed") {
  const auto seconds = [](const char* value, const char* date = "") -> long {
    Headers headers = {{"retry-after", value}};
    if (*date != '\0') headers.emplace_back("Date", date);
    const std::optional<Duration> wait = retry_after(headers);
    return wait ? static_cast<long>(wait->count() / 1000) : -1;
  };
  CHECK(seconds("0") == 0);
  CHECK(seconds("1") == 1);
  CHECK(seconds("3599") == 3599);
  CHECK(seconds("3601") == 3600);
  CHECK(seconds("1000000000") == 3600);
  CHECK(seconds("99999999999999999999999999") == 3600);
  for (const char* nonsense : {"", "-1", "1.5", "soon", "1s", " 1"}) CHECK(seconds(nonsense) == -1);

  const char* const now = "Sun, 06 Nov 1994 08:49:37 GMT";
  CHECK(seconds("Sun, 06 Nov 1994 08:50:07 GMT", now) == 30);
  CHECK(seconds("Sun, 06 Nov 1994 08:00:00 GMT", now) == 0);
  CHECK(seconds("Mon, 07 Nov 1994 08:49:37 GMT", now) == 3600);
  CHECK(seconds("Sun, 06 Nov 1994 08:50:07 GMT") == -1);
  CHECK(seconds("Sun, 06 Nov 1994 08:50:07 GMT", "yesterday") == -1);
  CHECK_FALSE(retry_after({}).has_value());
}

TEST_CASE("Any bytes are a date or not, and never a crash") {
  std::mt19937_64 random(7);
  const std::string date = "Thu, 24 Aug 2023 05:01:45 +0000";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = date;
    for (std::size_t i = random() % 4 + 1; i-- > 0;) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    text.resize(random() % (text.size() + 1));
    parse_mail_date(text);
  }
  CHECK(parse_mail_date(date).has_value());
}

}  // namespace smsflow::mail_date_test
