#include "workflow/reply_offers.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::reply_offers_test {

namespace {

// "C R STOP!": the offers, those that leave marked.
std::string offers(std::string_view text) {
  std::string out;
  for (const ReplyOffer& offer : reply_offers(text)) {
    out += (out.empty() ? "" : "|") + offer.word + (offer.leaves ? "!" : "");
  }
  return out;
}

}  // namespace

TEST_CASE("replies are read as people would read them") {
  struct Case {
    const char* text;
    const char* offers;
  };
  const Case cases[] = {
      {"Reply C to confirm, R to reschedule, or HELP for assistance.", "C|R|HELP"},
      {"If you need to change the drop-off instructions, reply 1. If you won't be home, reply 2 to "
       "reschedule.",
       "1|2"},
      {"Reply BILLING, LOGIN, or PRODUCT so we can route you faster.", "BILLING|LOGIN|PRODUCT"},
      {"Reply 1 for billing, 2 for account access, 3 for product issue, or HELP to talk to an "
       "agent.",
       "1|2|3|HELP"},
      {"Reply PAID, NEED HELP or EXTEND.", "PAID|NEED HELP|EXTEND"},
      {"Reply \"yes\" or 'no'.", "yes|no"},
      {"Reply yes to confirm.", "yes"},
      {"Reply with your order number.", ""},
      {"Just reply here if anything changes.", ""},
      {"Your MRI at UCLA is at 3 PM.", ""},
      {"Reply C to confirm your MRI at UCLA.", "C"},
      {"Reply STOP to opt out.", "STOP!"},
      {"Reply STOP to unsubscribe, HELP for help.", "STOP!|HELP"},
      {"Text STOP anytime.", "STOP!"},
      {"Reply STOP to cancel your appointment.", "STOP"},
      {"Reply CANCEL to cancel.", "CANCEL"},
      {"Reply END to end these messages.", "END!"},
      {"Reply C/R", "C|R"},
      {"Reply Y or N.", "Y|N"},
      {"Responda C para confirmar o R para cambiar.", "C|R"},
      {"Responda STOP para no recibir mensajes.", "STOP!"},
      {"Please answer the phone.", ""},
      {"", ""},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(offers(row.text) == row.offers);
  }
}

TEST_CASE("an offer knows its place") {
  const std::string_view text = "Hi. Reply C to confirm or R to move.";
  for (const ReplyOffer& offer : reply_offers(text)) {
    CHECK(text.substr(offer.offset, offer.word.size()) == offer.word);
  }
}

TEST_CASE("questions are counted, links are not") {
  CHECK(count_questions("Will you come?") == 1);
  CHECK(count_questions("Will you come? When?") == 2);
  CHECK(count_questions("See https://example.com/?a=b") == 0);
  CHECK(count_questions("(Really?) \"No?\"") == 2);
  CHECK(count_questions("") == 0);
}

TEST_CASE("any text is read without harm") {
  std::mt19937_64 random(3);
  const std::string_view alphabet = "replyREPLYto '\"\\.,;/?C\n\xC3\xA9";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 2 == 0 ? "Reply " : "";
    for (std::size_t i = random() % 30; i > 0; --i) text += alphabet[random() % alphabet.size()];
    for (const ReplyOffer& offer : reply_offers(text)) CHECK(offer.offset < text.size());
    CHECK(count_questions(text) >= 0);
  }
}

}  // namespace smsflow::reply_offers_test
