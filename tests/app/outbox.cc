#include "outbox.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

namespace smsflow {

Outbox::Outbox() : clock(kNoon) {
  std::string name = (std::filesystem::temp_directory_path() / "smsflow-outbox-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  folder = name;
  std::ofstream(folder / "secret") << "0123456789abcdef0123456789abcdef\n";
  ::chmod((folder / "secret").c_str(), 0600);
  config.providers["main"] = {.name = "main",
                              .kind = "twilio",
                              .account = "AC00000000000000000000000000000000",
                              .secret_file = folder / "secret",
                              .api_url = carrier.url()};
  config.senders["main"] = {.name = "main", .numbers = {kNumber}, .provider = "main"};
  config.senders["other"] = {.name = "other", .numbers = {kOtherNumber}, .provider = "main"};
  log = open_log(log_path(), {.writer = "test"});
}

Outbox::~Outbox() {
  dispatcher.reset();
  log.reset();
  std::filesystem::remove_all(folder);
}

Dispatcher& Outbox::start(bool real_time) {
  carriers = std::make_unique<Carriers>(config);
  programs = std::make_unique<Programs>(std::vector<std::string>{}, config);
  return restart(real_time);
}

Dispatcher& Outbox::restart(bool real_time) {
  dispatcher.reset();
  owner = std::make_unique<OwnerLock>(log_path(), random_owner());
  DispatchOptions options{
      .owner = owner->owner(),
      .is_alive = [this](std::string_view other) { return owner->is_alive(other); },
      .alarm = [this](const std::string& what) { alarms.push_back(what); },
      .real_time = real_time};
  dispatcher =
      std::make_unique<Dispatcher>(*log, *programs, *carriers, clock, nullptr, std::move(options));
  return *dispatcher;
}

PhoneNumber Outbox::phone(int n) {
  return *PhoneNumber::from_e164("+131266" + std::to_string(10'000 + n));
}

Intent Outbox::text(const std::string& id, int n, SendKind kind) const {
  Intent intent{.to = phone(n)};
  intent.id = id;
  intent.kind = kind;
  intent.step = "test";
  intent.occurrence = id;
  intent.sender = kNumber;
  intent.text = "Hello, " + std::to_string(n);
  intent.literal = true;
  intent.planned_at = intent.due = intent.changed_at = clock.now();
  return intent;
}

Intent Outbox::reminder(const std::string& id, int n, Duration expires_in) const {
  Intent intent = text(id, n, SendKind::kProactive);
  intent.conversation = "c" + id;
  intent.expires = clock.now() + expires_in;
  return intent;
}

void Outbox::plan(const std::vector<Intent>& intents) {
  const auto transaction = log->write(clock.now());
  for (const Intent& intent : intents) {
    if (!intent.conversation.empty()) {
      Contact contact{.phone = intent.to};
      contact.consents = {{"*", true, "form", "", clock.now()}};
      transaction->write(ContactChanged{contact, "consent", ""});
      Conversation conversation;
      conversation.id = intent.conversation;
      conversation.record.phone = intent.to;
      conversation.record.zone = "America/Chicago";
      conversation.changed_at = conversation.opened_at = clock.now();
      transaction->write(ConversationChanged{conversation, "planned"});
    }
    REQUIRE(transaction->write(IntentPlanned{intent}));
  }
  transaction->commit();
}

Intent Outbox::now(const std::string& id) {
  const std::optional<Intent> intent = log->write(clock.now())->intent(id);
  REQUIRE(intent.has_value());
  return *intent;
}

}  // namespace smsflow
