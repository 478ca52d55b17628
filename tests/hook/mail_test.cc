#include "hook/mail.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace smsflow::mail_test {
namespace {

Mail sample() {
  return {.from = {"Front desk", "desk@northside.example"},
          .to = "maya@example.org",
          .subject = "Your appointment",
          .text = "See you tomorrow at 10:30 AM.",
          .id = "i0123",
          .date = from_ms(1'795'478'066'000)};
}

std::string header_of(const std::string& bytes) {
  return bytes.substr(0, bytes.find("\r\n\r\n"));
}

}  // namespace

TEST_CASE("a mail has the fields that RFC 5322 asks for") {
  CHECK(mail_bytes(sample()) ==
        "Date: Mon, 23 Nov 2026 23:54:26 +0000\r\n"
        "From: Front desk\r\n <desk@northside.example>\r\n"
        "To: maya@example.org\r\n"
        "Subject: Your appointment\r\n"
        "Message-ID: <i0123@northside.example>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "See you tomorrow at 10:30 AM.\r\n");
}

TEST_CASE("no field adds a header or ends the body") {
  Mail mail = sample();
  mail.subject = "hi\r\nBcc: all@example.org\n\nbody";
  mail.from.name = "x\r\nBcc: y";
  mail.text = "first\r\n.\r\nQUIT\n\rlone";
  const std::string bytes = mail_bytes(mail);
  CHECK(header_of(bytes).find("\r\nBcc") == std::string::npos);
  std::size_t lines = 0;
  for (std::size_t at = bytes.find('\n'); at != std::string::npos; at = bytes.find('\n', at + 1)) {
    CHECK(bytes[at - 1] == '\r');
    ++lines;
  }
  CHECK(lines > 10);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\r') CHECK(bytes[i + 1] == '\n');
  }
}

TEST_CASE("what is not ASCII is encoded, each word whole") {
  Mail mail = sample();
  mail.subject = "Grüße aus Köln: Ihr Termin ist am Montag, bitte bestätigen Sie ihn noch heute";
  mail.text = "Grüße = 1 \nEnde";
  const std::string bytes = mail_bytes(mail);
  CHECK(bytes.find("=?UTF-8?B?") != std::string::npos);
  CHECK(bytes.find("Gr=C3=BC=C3=9Fe =3D 1=20\r\nEnde\r\n") != std::string::npos);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = bytes.find("\r\n", at);
    CHECK(end - at <= 76);
    at = end + 2;
  }
  for (const char c : bytes) CHECK(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("long lines are folded softly") {
  Mail mail = sample();
  mail.text = std::string(500, 'a') + "ü";
  std::string body = mail_bytes(mail);
  body.erase(0, body.find("\r\n\r\n") + 4);
  std::size_t letters = 0;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = body.find("\r\n", at);
    CHECK(end - at <= 76);
    letters +=
        static_cast<std::size_t>(std::count(body.begin() + static_cast<std::ptrdiff_t>(at),
                                            body.begin() + static_cast<std::ptrdiff_t>(end), 'a'));
    at = end + 2;
  }
  CHECK(letters == 500);
}

}  // namespace smsflow::mail_test
