#include "app/claim.h"

#include <algorithm>

#include "app/standing.h"
#include "text/mailbox.h"
#include "text/segment.h"

namespace smsflow {
namespace {

const Workflow* workflow_of(const Setting& setting, std::string_view workflow,
                            std::string_view revision) {
  const Program* program = setting.pinned(workflow, revision);
  if (!program) program = setting.find(workflow);
  return program ? program->workflow : nullptr;
}

std::string_view sender_of(const Workflow* workflow) {
  return workflow ? std::string_view(workflow->sender) : std::string_view();
}

void post(Claim& claim, const Route& route, std::string text, Instant now) {
  Intent& next = claim.next;
  next.segments = segment(text, route.provider->cut()).segments;
  next.sender = route.number;
  next.provider = route.provider->setup().name;
  next.sent_text = text;
  claim.message = OutboundMessage{.intent = next.id,
                                  .to = next.to,
                                  .from = {route.number},
                                  .text = std::move(text),
                                  .status_url = route.provider->status_url(next.id)};
  if (next.expires) claim.message->validity = std::max(Duration{0}, *next.expires - now);
  claim.route = route;
}

}  // namespace

std::string sender_of(const Setting& setting, std::string_view workflow,
                      std::string_view revision) {
  return std::string(sender_of(workflow_of(setting, workflow, revision)));
}

Case case_of(ReadTransaction& log, Programs& programs, const Carriers& carriers,
             const Intent& intent, Instant now) {
  const Setting& setting = programs.setting(&log);
  Case known{.contact = log.contact(intent.to).value_or(Contact{.phone = intent.to})};
  Grounds& grounds = known.grounds;
  grounds.workflow = workflow_of(setting, intent.workflow, intent.revision);
  if (!intent.conversation.empty()) known.conversation = log.conversation(intent.conversation);
  if (depends_on_record(intent, known.conversation)) {
    const Conversation& conversation = *known.conversation;
    grounds.eligible = programs.eligible(conversation.record, conversation.revision, now);
    grounds.standing = standing_of(log, setting, conversation, grounds.workflow);
  }
  if (intent.channel == Channel::kMail) {
    grounds.mail_subject = carriers.config().mail.subject;
  } else {
    known.route = carriers.route(intent.sender, sender_of(grounds.workflow), intent.to.e164());
    grounds.has_sender = known.route.has_value();
  }
  return known;
}

Claim claim_of(const Case& known, const Intent& intent, Instant now) {
  Evaluated made = evaluate(intent, known.contact, known.conversation, known.grounds, now);
  Claim claim{.next = std::move(made.next),
              .permission = std::move(made.permission),
              .reason = std::move(made.reason)};
  if (!made.leaves) return claim;
  claim.next.state = IntentState::kPosting;
  claim.next.block = BlockReason::kNone;
  claim.next.attempt += 1;
  if (intent.channel == Channel::kMail) {
    claim.next.provider = "mail";
    claim.next.sent_text = made.text;
    claim.letter = Letter{std::move(made.mail_to), std::move(made.subject), std::move(made.text)};
  } else {
    post(claim, *known.route, std::move(made.text), now);
  }
  return claim;
}

Claim claim_of(ReadTransaction& log, Programs& programs, const Carriers& carriers,
               const Intent& intent, Instant now) {
  Claim claim = claim_of(case_of(log, programs, carriers, intent, now), intent, now);
  if (claim.letter) {
    claim.next.sender = parse_mailbox(carriers.config().mail.from).value_or(Mailbox{}).address;
  }
  return claim;
}

}  // namespace smsflow
