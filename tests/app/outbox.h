// An outbox between a log of its own and a carrier that behaves as it is told.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/dispatch.h"
#include "store/owner_lock.h"
#include "store/store.h"
#include "tests/app/fake_twilio.h"

namespace smsflow {

inline const Instant kNoon = *parse_rfc3339("2026-03-02T12:00:00-06:00");
inline const std::string kNumber = "+13125550100";       // of sender "main"
inline const std::string kOtherNumber = "+13125550101";  // of sender "other"

class Outbox {
 public:
  Outbox();
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  std::string log_path() const { return folder / "log.db"; }

  // Once everything is configured.
  Dispatcher& start(bool real_time = false);
  // As another process would come up.
  Dispatcher& restart(bool real_time = false);

  static PhoneNumber phone(int n);
  // An answer, as it is planned: nothing stands in its way.
  Intent text(const std::string& id, int n, SendKind kind = SendKind::kReply) const;
  // A text we begin, with the consent and the conversation it needs.
  Intent reminder(const std::string& id, int n, Duration expires_in) const;
  void plan(const std::vector<Intent>& intents);
  Intent now(const std::string& id);
  IntentState state(const std::string& id) { return now(id).state; }

  FakeTwilio carrier;
  std::filesystem::path folder;
  Config config;
  ManualClock clock;
  std::unique_ptr<Log> log;
  std::unique_ptr<Carriers> carriers;
  std::unique_ptr<Programs> programs;
  std::unique_ptr<OwnerLock> owner;
  std::unique_ptr<Dispatcher> dispatcher;
  std::vector<std::string> alarms;
};

}  // namespace smsflow
