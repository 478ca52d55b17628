// Decisions a second of the engine alone, by processor time: no log, no clock, no network.
// bench_engine [WORDS]: only the figures whose name has them.
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <string>

#include "engine/decide.h"
#include "engine/render.h"
#include "tests/tree.h"
#include "workflow/load.h"

namespace smsflow {
namespace {

constexpr double kSeconds = 2;  // each figure is taken over at least this long
const Instant kNow = *parse_rfc3339("2026-03-02T15:00:00-06:00");

double spent_since(std::clock_t begin) {
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::string_view wanted;

template <class Act>
void measure(std::string_view what, Act&& act) {
  if (what.find(wanted) == std::string_view::npos) return;
  act();  // what is made at the first use is not what is measured
  const std::clock_t begin = std::clock();
  std::size_t count = 0;
  while (spent_since(begin) < kSeconds) {
    for (int i = 0; i < 100; ++i) act();
    count += 100;
  }
  fmt::print("{:<44}{:>12.0f} a second\n", what, static_cast<double>(count) / spent_since(begin));
}

// A patient who was asked about tomorrow's visit.
class Asked {
 public:
  Asked()
      : loaded_(load_workflow_file(in_tree("workflows/appointment.toml"), reserved_words())),
        classifier_(&loaded_.value, built_in_model()),
        program_{&loaded_.value, &classifier_} {
    setting_.current = {program_};
    setting_.pinned = [this](std::string_view, std::string_view) { return &program_; };
    setting_.desk = [this](std::string_view queue, const Workflow*) {
      return Desk{.name = std::string(queue), .hours = loaded_.value.hours};
    };
    conversations_ = {{.id = conversation_id("appointment", "A1"),
                       .workflow = "appointment",
                       .revision = loaded_.value.revision,
                       .record = record(),
                       .status = ConversationStatus::kOpen,
                       .state = "asked",
                       .asked_state = "asked",
                       .ask_intent = "i1",
                       .asked_at = kNow - std::chrono::hours{1},
                       .sender = "+15550100"}};
    asked_ = conversations_.front();
  }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  Decision hear(const std::string& text) const {
    const InboundMessage message{.provider = "main",
                                 .id = "SM0123456789abcdef0123456789abcdef",
                                 .from = phone_,
                                 .to = {"+15550100"},
                                 .text = text,
                                 .received_at = kNow};
    return decide(setting_, message, contact_, conversations_, {}, kNow);
  }
  Decision deliver() const {
    const Intent intent{.id = "i1",
                        .to = phone_,
                        .state = IntentState::kDelivered,
                        .accepted_at = asked_->asked_at};
    return decide(setting_, intent, asked_, contact_, kNow);
  }
  Decision fire() const {
    const Timer timer{.id = "t1", .conversation = asked_->id, .run = 7};
    return decide(setting_, timer, asked_, std::nullopt, contact_, kNow);
  }
  Rendered render() const {
    const Say& say = loaded_.value.find("asked")->say;
    return render_text(say.wordings.front().text.source, asked_->record, "Northside", "en", kNow);
  }

 private:
  RecordSnapshot record() const {
    const Instant start = kNow + std::chrono::hours{24};
    RecordSnapshot snapshot{.workflow = "appointment", .key = "A1", .phone = phone_};
    snapshot.zone = "America/Chicago";
    snapshot.fields = {{"first_name", std::string("Maya")},
                       {"starts_at", start},
                       {"status", std::string("booked")},
                       {"branch", std::string("Downtown")},
                       {"staff", std::string("Dr Lee")},
                       {"reschedule_url", std::string("https://n.example/r/A1")}};
    snapshot.eligible = true;
    snapshot.respond_by = start - std::chrono::hours{1};
    return snapshot;
  }

  PhoneNumber phone_ = *PhoneNumber::from_e164("+13125550101");
  Contact contact_{.phone = phone_};
  LoadedWorkflow loaded_;
  Classifier classifier_;
  Program program_;
  Setting setting_;
  std::vector<Conversation> conversations_;
  std::optional<Conversation> asked_;
};

void run() {
  const Asked asked;
  if (asked.hear("C").handled != "auto_resolved") std::abort();
  measure("a receipt", [&] { return asked.deliver(); });
  measure("a timer that is stale", [&] { return asked.fire(); });
  measure("a keyword", [&] { return asked.hear("C"); });
  measure("a keyword, politely", [&] { return asked.hear("Hi, C please. Thanks!"); });
  measure("an opt-out", [&] { return asked.hear("STOP"); });
  measure("a phrase", [&] { return asked.hear("sounds good, see you then"); });
  measure("what the model reads", [&] { return asked.hear("could it be some other week maybe"); });
  measure("a text rendered", [&] { return asked.render(); });
}

}  // namespace
}  // namespace smsflow

int main(int argc, char** argv) {
  if (argc > 1) smsflow::wanted = argv[1];
  smsflow::run();
}
