// The carrier and the phones behind it: keeps the truth of what reached whom, and misbehaves as
// carriers do. Its answers are read by the real Twilio code; no socket is opened.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dice.h"
#include "provider/provider.h"
#include "time/clock.h"
#include "witness.h"

namespace smsflow::property {

// A text the carrier took.
struct Taken {
  std::string sid;
  OutboundMessage message;
  Instant at;
  Instant listed_at;  // from then on its list shows it
  bool is_never_listed = false;
  bool is_shortened = false;  // the list shows another link
};

struct PhonesHabits {
  int trouble = 30;            // per cent of POSTs that end otherwise than well
  bool is_down = false;        // for hours every POST ends with 500
  bool hides = false;          // its list never shows some texts: a carrier that lies
  bool names_intents = false;  // its list shows the status URL
};

class Phones {
 public:
  using OnText = std::function<void(const OutboundMessage&)>;

  Phones(Dice& dice, const Clock& clock, Witness& witness, PhonesHabits habits);

  // A text reached a phone.
  void on_text(OnText handler) { on_text_ = std::move(handler); }
  // A text was posted, whatever becomes of it.
  void on_post(OnText handler) { on_post_ = std::move(handler); }
  // No byte of it left, and nobody knows that.
  void on_lost(OnText handler) { on_lost_ = std::move(handler); }
  // Of a process: the machine stops before a byte leaves.
  void stop_bytes(bool stopped) { stopped_ = stopped; }
  // While it goes well every POST is accepted.
  void go_well(bool well) { goes_well_ = well; }
  // Everything goes well from now on.
  void behave() {
    habits_.trouble = 0;
    habits_.is_down = false;
  }

  HttpResult post(const OutboundMessage& message);
  // The page of the list that shows texts like this one.
  HttpResult list(const OutboundMessage& message, std::size_t page);
  // Receipts that are due, in any order, some twice.
  std::vector<DeliveryReceipt> take_receipts();
  bool has_receipts() const { return !receipts_.empty(); }
  const PhonesHabits& habits() const { return habits_; }
  const std::vector<Taken>& taken() const { return taken_; }
  const std::map<std::string, int>& posts() const { return posts_; }

 private:
  struct Report {
    Instant at;
    DeliveryReceipt receipt;
  };

  HttpResult take(const OutboundMessage& message, bool answers);
  void report(const Taken& taken, bool arrives);
  std::string entry(const Taken& taken) const;
  void count_lists(const OutboundMessage& message);
  void count_unclear(const OutboundMessage& message);

  Dice& dice_;
  const Clock& clock_;
  Witness& witness_;
  PhonesHabits habits_;
  OnText on_text_;
  OnText on_post_;
  OnText on_lost_;
  bool stopped_ = false;
  bool goes_well_ = false;
  std::vector<Taken> taken_;
  std::vector<Report> receipts_;
  std::map<std::string, int> unclear_;  // POSTs that nobody can vouch for, by intent
  std::map<std::string, int> posts_;    // by intent
  std::map<std::string, std::vector<Instant>> asked_at_;  // the list, by intent
  int serial_ = 0;
};

// The provider of one process.
std::unique_ptr<Provider> make_phone_provider(Phones& phones);

}  // namespace smsflow::property
