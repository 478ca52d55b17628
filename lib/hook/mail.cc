#include "hook/mail.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "text/digest.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxLine = 76;       // RFC 2045, 6.7
constexpr std::size_t kMaxWordBytes = 39;  // 52 of base64: "Subject: " and the word in 76
constexpr std::size_t kMaxSubjectBytes = 200;

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Line ends and other controls become blanks: a header is one line.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(),
      [](char c) { return (static_cast<unsigned char>(c) < ' ') || c == 0x7F; }, ' ');
  return line;
}

// Cuts before the byte that would split a UTF-8 sequence.
std::size_t cut_at(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  std::size_t at = most;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at == 0 ? most : at;
}

// RFC 2047, "B": a word per line, each whole in itself.
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = cut_at(text, kMaxWordBytes);
    out +=
        (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + to_base64(text.substr(0, size)) + "?=";
    text.remove_prefix(size);
  }
  return out;
}

std::string unstructured(std::string_view text) {
  const std::string line = one_line(text);
  const std::string_view shown = std::string_view(line).substr(0, cut_at(line, kMaxSubjectBytes));
  // What looks encoded already would be decoded by the reader.
  if (is_plain(shown) && shown.size() <= 60 && shown.find("=?") == std::string_view::npos) {
    return std::string(shown);
  }
  return encoded_words(shown);
}

std::string shown(const Mailbox& box) {
  if (box.name.empty()) return box.address;
  const std::string name = one_line(box.name);
  const bool is_atoms = name.size() <= 60 && std::all_of(name.begin(), name.end(), [](char c) {
                          return c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                                 (c >= 'a' && c <= 'z');
                        });
  return (is_atoms ? name : encoded_words(name)) + "\r\n <" + box.address + ">";
}

// RFC 2045, 6.7: lines of at most 76, no blank at the end of one.
std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view bytes) {
    if (column + bytes.size() > kMaxLine - 1) {
      out += "=\r\n";
      column = 0;
    }
    out += bytes;
    column += bytes.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool literal = c > ' ' && c <= '~' && c != '=';
    if (literal || (c == ' ' && !ends_line)) {
      put({&c, 1});
    } else {
      put(fmt::format("={:02X}", static_cast<unsigned char>(c)));
    }
  }
  return out;
}

// "Mon, 23 Nov 2026 23:54:26 +0000", in the words of RFC 5322 and no locale's.
std::string mail_date(Instant at) {
  using namespace std::chrono;
  static constexpr auto kDays =
      std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
  static constexpr auto kMonths = std::to_array<std::string_view>(
      {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
  const sys_seconds second{floor<seconds>(milliseconds{to_ms(at)})};
  const sys_days day = floor<days>(second);
  const year_month_day date{day};
  const hh_mm_ss time{second - day};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays[weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

}  // namespace

std::string message_id(const Mail& mail) {
  return mail.id + mail.from.address.substr(mail.from.address.find('@'));
}

std::string mail_bytes(const Mail& mail) {
  std::string out = "Date: " + mail_date(mail.date) + "\r\n";
  out += "From: " + shown(mail.from) + "\r\n";
  out += "To: " + mail.to + "\r\n";
  out += "Subject: " + unstructured(mail.subject) + "\r\n";
  out += "Message-ID: <" + message_id(mail) + ">\r\n";
  // RFC 3834: no robot shall answer it.
  out += "Auto-Submitted: auto-generated\r\n";
  out += "MIME-Version: 1.0\r\n";
  out += "Content-Type: text/plain; charset=utf-8\r\n";
  out += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
  return out + quoted_printable(mail.text) + "\r\n";
}

}  // namespace smsflow
