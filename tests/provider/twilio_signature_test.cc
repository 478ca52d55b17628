#include "provider/twilio_signature.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "provider/twilio_url.h"
#include "tests/tree.h"
#include "text/digest.h"

namespace smsflow::twilio_signature_test {

namespace {

constexpr const char* kToken = "12345";
constexpr const char* kUrl = "https://mycompany.com/myapp.php?foo=1&bar=2";
constexpr const char* kForm =
    "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309"
    "&To=%2B18005551212";

std::string target_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find_first_of("/?", scheme == std::string::npos ? 0 : scheme + 3);
  return path == std::string::npos ? "" : url.substr(path);
}

HttpRequest form_request(const std::string& url, const std::string& signature,
                         const std::string& body) {
  return {
      "POST",
      target_of(url),
      {{"Content-Type", "application/x-www-form-urlencoded"}, {"X-Twilio-Signature", signature}},
      body};
}

bool accepts(const HttpRequest& request, const std::string& url,
             const std::vector<std::string>& tokens = {kToken}) {
  return TwilioSignature(tokens).check(request, url).authentic;
}

struct Tally {
  int rows = 0;
  int accepted = 0;
  std::vector<std::string> disagreements;
};

// Judges each row of the carrier's SDK (its verdict is `expect`).
Tally verify_rows(std::istream& rows) {
  Tally tally;
  std::string line;
  while (std::getline(rows, line)) {
    const nlohmann::json row = nlohmann::json::parse(line);
    const std::string url = row["url"];
    HttpRequest request{row["method"], target_of(url), {}, row["body"]};
    for (const auto& [name, value] : row["headers"].items()) {
      request.headers.emplace_back(name, value);
    }
    const bool expected = row["expect"];
    ++tally.rows;
    tally.accepted += expected ? 1 : 0;
    if (accepts(request, url, {row["secret"].get<std::string>()}) != expected) {
      tally.disagreements.push_back(row["id"].dump() + " " + row["case"].get<std::string>() + " " +
                                    url);
    }
  }
  return tally;
}

void require_agreement(const Tally& tally) {
  for (std::size_t i = 0; i < tally.disagreements.size() && i < 10; ++i) {
    FAIL_CHECK("the SDK disagrees on row " << tally.disagreements[i]);
  }
  CHECK(tally.disagreements.size() == 0);
}

}  // namespace

TEST_CASE("The vectors of Twilio's SDK") {
  CHECK(accepts(form_request(kUrl, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", kForm), kUrl));
  const std::string with_port = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
  CHECK(accepts(form_request(kUrl, "kvajT1Ptam85bY51eRf/AJRuM3w=", kForm), kUrl));
  CHECK(accepts(form_request(with_port, "kvajT1Ptam85bY51eRf/AJRuM3w=", kForm), with_port));
  const std::string http = "http://mycompany.com/myapp.php?foo=1&bar=2";
  CHECK(accepts(form_request(http, "0ZXoZLH/DfblKGATFgpif+LLRf4=", kForm), http));

  const std::string repeated = "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234";
  CHECK(accepts(form_request(kUrl, "IK+Dwps556ElfBT0I3Rgjkr1wJU=", repeated), kUrl));

  const std::string json = "{\"property\": \"value\", \"boolean\": true}";
  const std::string hashed = std::string(kUrl) + "&bodySHA256=" + sha256_hex(json);
  HttpRequest request = form_request(hashed, "a9nBmqA0ju/hNViExpshrM61xv4=", json);
  request.headers[0].second = "application/json";
  CHECK(accepts(request, hashed));
  request.body += " ";
  CHECK_FALSE(accepts(request, hashed));
}

TEST_CASE("What is refused, and why") {
  const std::string good = sign_as_twilio(kToken, kUrl, kForm);
  const auto reason = [](const HttpRequest& request, const std::string& url = kUrl) {
    return TwilioSignature({kToken}).check(request, url).reason;
  };
  HttpRequest request = form_request(kUrl, good, kForm);
  CHECK(reason(request) == "");
  request.headers.emplace_back("x-twilio-signature", good);
  CHECK(reason(request) == "X-Twilio-Signature is repeated");
  request.headers.clear();
  CHECK(reason(request) == "X-Twilio-Signature is missing");

  request = form_request(kUrl, good.substr(0, good.size() - 1), kForm);
  CHECK(reason(request) == "X-Twilio-Signature does not match");
  request = form_request(kUrl, good + " ", kForm);
  CHECK(reason(request) == "X-Twilio-Signature does not match");

  // The query that parse() reads must be the signed one.
  request = form_request(kUrl, good, kForm);
  request.target += "&intent=another";
  CHECK(reason(request) == "the request's path is not the one in the URL");

  // Signed over the URL alone, so the body could be anything.
  request = form_request(kUrl, sign_as_twilio(kToken, kUrl, ""), "{}");
  request.headers[0].second = "application/json";
  CHECK(reason(request) == "no signature covers a body that is not a form");
  request.method = "PUT";
  CHECK(reason(request) == "the method is neither GET nor POST");
}

TEST_CASE("Any of several tokens verifies, no other") {
  const HttpRequest request = form_request(kUrl, sign_as_twilio("old", kUrl, kForm), kForm);
  CHECK(accepts(request, kUrl, {"old"}));
  CHECK(accepts(request, kUrl, {"new", "old"}));
  CHECK_FALSE(accepts(request, kUrl, {"new", "newer"}));
  CHECK_FALSE(accepts(request, kUrl, {}));
}

TEST_CASE("The signed text is shown for the URL as given") {
  const std::string with_port = "https://hooks.example.com:8443/x";
  const TwilioVerdict verdict = TwilioSignature({kToken}).check(
      form_request(with_port, "wrong", "b=2&a=1&b=2&b=1"), with_port);
  CHECK_FALSE(verdict.authentic);
  CHECK(verdict.signed_text == "https://hooks.example.com/xa1b1b2");
}

TEST_CASE("Names sort by UTF-16 units and broken UTF-8 counts as the replacement character") {
  const std::string url = "https://hooks.example.com/x";
  // U+FF21 sorts after U+1F600 in UTF-16, before it in UTF-8.
  const auto text = [&](const std::string& form) {
    return TwilioSignature({kToken}).check(form_request(url, "", form), url).signed_text;
  };
  CHECK(text("%EF%BC%A1=1&%F0%9F%98%80=2") == url + "\U0001F6002\uFF211");
  CHECK(text("a=%FFb") == url + "a\uFFFDb");
}

TEST_CASE("Requests judged by Twilio's SDK, kept for machines without it") {
  std::ifstream rows(in_tree("testdata/webhooks/twilio/signed.jsonl"));
  REQUIRE(rows);
  const Tally tally = verify_rows(rows);
  CHECK(tally.rows >= 300);
  CHECK(tally.accepted >= 100);
  require_agreement(tally);
}

TEST_CASE("Ten thousand fresh requests judged by Twilio's SDK") {
  const std::filesystem::path script = in_tree("../shared/oracles/node/signed_requests.js");
  const char* const home = std::getenv("HOME");
  const char* const deps = std::getenv("DEPS");
  const std::filesystem::path sdk =
      (deps != nullptr
           ? std::filesystem::path(deps)
           : std::filesystem::path(home != nullptr ? home : "") / ".cache/smsflow-oracles") /
      "node/node_modules/twilio";
  if (!std::filesystem::exists(script) || !std::filesystem::exists(sdk)) {
    std::fputs("SKIPPED: no SDK of Twilio's here; only the kept rows were compared\n", stderr);
    return;
  }
  const std::string command =
      "node '" + script.string() + "' --seed 7 --n 520 --provider twilio 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  REQUIRE(pipe != nullptr);
  std::string all;
  char buffer[65536];
  for (std::size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) {
    all.append(buffer, size);
  }
  std::istringstream rows(all);
  const Tally tally = verify_rows(rows);
  if (tally.rows == 0) {
    std::fputs("SKIPPED: Node could not run Twilio's SDK; only the kept rows were compared\n",
               stderr);
    return;
  }
  CHECK(tally.rows > 9'900);
  require_agreement(tally);
}

TEST_CASE("No changed byte is accepted") {
  const std::string url = "https://hooks.example.com/twilio/inbound?a=1";
  const std::string body =
      "MessageSid=SM0123456789abcdef0123456789abcdef&From=%2B13125550123"
      "&To=%2B13125550100&Body=Yes%20please&NumMedia=0";
  const std::string signature = sign_as_twilio(kToken, url, body);
  const TwilioSignature signature_of({kToken});
  const TwilioVerdict genuine = signature_of.check(form_request(url, signature, body), url);
  REQUIRE(genuine.authentic);

  std::mt19937_64 random(20260301);
  const auto change = [&](std::string text) {
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
        break;
      case 1:
        text.erase(at, 1 + random() % 3);
        break;
      case 2:
        text.insert(at, 1, static_cast<char>(random()));
        break;
      default:
        std::swap(text[at], text[random() % text.size()]);
        break;
    }
    return text;
  };
  const auto respelt = [](const std::string& called) {
    return with_legacy_query(normalised_url(without_port(called)).value_or(""));
  };
  int accepted = 0;
  constexpr int kRounds = 200'000;
  for (int round = 0; round < kRounds; ++round) {
    HttpRequest request = form_request(url, signature, body);
    std::string called = url;
    const auto part = random() % 3;
    if (part == 0) request.headers[1].second = change(signature);
    if (part == 1) request.body = change(body);
    if (part == 2) called = change(url);
    request.target = target_of(called);
    const TwilioVerdict verdict = signature_of.check(request, called);
    // A change that leaves what is signed as it was ("%2B" to "%2b", "HTTPS") is none.
    const bool same =
        request.headers[1].second == signature &&
        (verdict.signed_text == genuine.signed_text || (part == 2 && respelt(called) == url));
    if (verdict.authentic && !same) ++accepted;
  }
  CHECK(accepted == 0);
}

TEST_CASE("Verifying is fast") {
  const std::string url = "https://hooks.example.com/twilio/inbound";
  const std::string body =
      "ToCountry=US&ToState=IL&SmsMessageSid=SM0123456789abcdef0123456789abcdef&NumMedia=0"
      "&ToCity=CHICAGO&FromZip=60601&SmsSid=SM0123456789abcdef0123456789abcdef&FromState=IL"
      "&SmsStatus=received&FromCity=CHICAGO&Body=Yes%2C+see+you+then&FromCountry=US"
      "&To=%2B13125550100&ToZip=60601&NumSegments=1"
      "&MessageSid=SM0123456789abcdef0123456789abcdef"
      "&AccountSid=AC0123456789abcdef0123456789abcdef&From=%2B13125550123&ApiVersion=2010-04-01";
  const TwilioSignature signature_of({kToken});
  const HttpRequest request = form_request(url, sign_as_twilio(kToken, url, body), body);
  constexpr int kRounds = 20'000;
  const std::clock_t begin = std::clock();  // the processor's time: others may use the machine
  int accepted = 0;
  for (int round = 0; round < kRounds; ++round) {
    accepted += signature_of.check(request, url).authentic ? 1 : 0;
  }
  const double took_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  CHECK(accepted == kRounds);
  MESSAGE("verified " << static_cast<int>(kRounds / took_s) << " requests a second");
  // A tenth of what one core does: an instrumented build must not fail it.
  CHECK(kRounds / took_s > 10'000);
}

}  // namespace smsflow::twilio_signature_test
