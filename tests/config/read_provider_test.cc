#include "config/read.h"

#include <doctest/doctest.h>

#include "faults.h"

namespace smsflow::read_provider_test {

namespace {

std::string provider(const std::string& keys) {
  return faults_of("[provider.p]\n" + keys + "\n[sender.s]\nnumbers = [\"+15550100\"]\n");
}

std::string numbers(const std::string& written) {
  return faults_of("[sender.s]\nnumbers = " + written + "\n");
}

}  // namespace

TEST_CASE("each kind of provider needs what its carrier needs") {
  struct Case {
    const char* keys;
    const char* faults;
  };
  const Case cases[] = {
      {"kind = \"file\"", ""},
      {"kind = \"file\"\npath = \"out.jsonl\"", ""},
      {"", "missing-key 1:11"},
      {"kind = \"twillio\"", "bad-value 2:8"},
      {"kind = \"twilio\"", "missing-key 1:11, missing-key 1:11"},
      {"kind = \"twilio\"\naccount = \"AC1\"\nsecret_file = \"t\"", ""},
      {"kind = \"kannel\"\naccount = \"u\"\nsecret_file = \"t\"", "missing-key 1:11"},
      {"kind = \"kannel\"\naccount = \"u\"\nsecret_file = \"t\"\napi_url = "
       "\"http://127.0.0.1:13013\"",
       ""},
      {"kind = \"kannel\"\naccount = \"u\"\nsecret_file = \"t\"\napi_url = \"http://sms.example\"",
       "bad-url 5:11"},
      {"kind = \"kannel\"\naccount = \"u\"\nsecret_file = \"t\"\napi_url = "
       "\"http://sms.example\"\nallow_http = true",
       ""},
      {"kind = \"file\"\nsecret = \"hunter2\"", "inline-secret 3:1"},
      {"kind = \"file\"\npassword = \"hunter2\"", "inline-secret 3:1"},
      {"kind = \"file\"\npublic_url = \"ftp://x\"", "bad-url 3:14"},
      {"kind = \"file\"\nacount = \"x\"", "unknown-key 3:1"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.keys);
    CHECK(provider(row.keys) == row.faults);
  }
}

TEST_CASE("a secret in the file is never shown again by its message") {
  const Diagnostic fault =
      parse_config("[provider.p]\nkind = \"file\"\nsecret = \"hunter2\"\n", "a").diagnostics.at(0);
  CHECK((fault.message + fault.hint).find("hunter2") == std::string::npos);
}

TEST_CASE("what can be sent from") {
  for (const char* good : {"[\"+15550100\"]", "[\"13013\"]", "[\"NORTHSIDE\"]", "[\"A-1 Dental\"]",
                           "[\"+15550100\", \"+15550101\"]"}) {
    CAPTURE(good);
    CHECK(numbers(good) == "");
  }
  for (const char* bad :
       {"[]", "[\"\"]", "[\"+1\"]", "[\"+0155501000\"]", "[\"12\"]", "[\"555-0100\"]",
        "[\"TWELVELETTERS\"]", "[\"a\\tb\"]", "[5]", "\"+15550100\""}) {
    CAPTURE(bad);
    CHECK(numbers(bad) != "");
  }
  CHECK(faults_of("[sender.s]\n") == "missing-key 1:9");
  CHECK(faults_of("[sender.s]\nnumbers = [\"+15550100\"]\nsegments_per_second = 0\n") ==
        "bad-value 3:23");
  CHECK(faults_of("[sender.s]\nnumbers = [\"+15550100\"]\ndaily_cap = -1\n") == "bad-value 3:13");
}

}  // namespace smsflow::read_provider_test
