// What a workflow file says, as an immutable value: the trigger, the states, what each reply leads
// to. Every part knows its place in the file. man 5 smsflow-workflow is the reference of the keys.
//
//   states.asked.say  --sent at trigger.at-->  reply  --states.asked.on.<intent>-->  next state
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/record.h"
#include "text/diagnostic.h"
#include "text/template.h"
#include "time/business_hours.h"
#include "time/instant.h"

namespace smsflow {

enum class MessageClass { kTransactional, kInformational, kMarketing };
std::string_view name(MessageClass message_class);

enum class FieldType { kText, kTime, kNumber, kFlag };

struct FieldSpec {
  std::string name;
  FieldType type = FieldType::kText;
  bool required = true;  // false by a type written "text?": a row may leave it empty
  Place place;
};

// What an export holds, and so what it means that a row is missing from it.
enum class ExportKind {
  kSnapshot,  // the rows of that moment: who is missing gets no text until it is seen again
  kComplete,  // every row there is: who is missing is gone
  kChanges,   // what changed since: nobody is missing
};
std::string_view name(ExportKind kind);

// A value that a row has once it is gone.
struct GoneField {
  std::string name;
  Value value;  // as written; lib/record makes it the field's type
  Place place;
};

// How old a look at an export may be where the workflow does not say.
inline constexpr Duration kFreshByDefault = std::chrono::hours{26};

struct RecordSpec {
  std::string source;  // name of the system of record, for people
  std::string key;     // field that identifies the entity
  std::string phone;   // field with the number
  std::string zone;    // field that names the zone, or a fixed zone name
  bool zone_is_field = false;
  std::string consent;   // field that says yes; empty: only the ledger's consents count
  std::string language;  // field that names the language ("es"); empty: English
  std::string version;   // field by which a stale row is told (number or time); may be empty
  std::string scope;     // column by which exports are parted (a branch); empty: they are not
  std::string deleted;   // column that says yes of a row that was deleted; may be empty
  ExportKind export_kind = ExportKind::kSnapshot;
  std::optional<Duration> fresh;  // how old a look may be; none: kFreshByDefault, for exports
  std::vector<GoneField> gone;    // kComplete: how a missing row is read; empty: as void
  std::vector<FieldSpec> fields;  // besides those named above, which are always there
  Place place;

  const FieldSpec* find(std::string_view name) const;
};

// FIELD, or FIELD plus or minus a duration, on the wall clock of the record's zone.
struct Moment {
  std::string field;
  Duration offset{};
  Place place;
};

enum class LatePolicy { kSend, kSkip, kShift };

// Where a record may stand: "shipped", "delayed". The first stage whose condition holds counts.
struct RecordStage {
  std::string when;  // SQL condition like the trigger's, which must hold too
  Place when_place;
  std::string start;         // state entered when the record gets here
  bool begins = true;        // false: only a conversation that is there already gets here
  std::optional<Moment> at;  // own ones; a stage that begins has the trigger's otherwise
  std::optional<Moment> expires;
  Place place;
};

// What starts a conversation: a record that meets `when`, at `at`; or words of a contact.
struct Trigger {
  std::string when;  // SQL condition over the record; empty: every record
  Place when_place;
  std::optional<Moment> at;       // none: as soon as the record meets `when`
  std::optional<Moment> expires;  // not sent later than this
  std::optional<Moment> respond_by;
  LatePolicy late = LatePolicy::kSend;
  std::string start;                         // the first state; "" where stages name theirs
  std::vector<RecordStage> stages;           // in file order
  std::vector<std::string> keywords;         // a text of exactly one of these opens a conversation
  std::vector<std::string> normal_keywords;  // their normal forms
  bool catch_all = false;                    // texts that nothing else wants open one
  Place place;
};

// One wording of a text. Several languages and weighted variants may stand behind one `say`.
struct Wording {
  std::string language = "en";
  std::string variant;  // "" for the only one
  int weight = 1;
  Template text;
  Place place;  // of the string, for carets inside it
};

struct Say {
  std::vector<Wording> wordings;  // empty: nothing is said
  bool empty() const { return wordings.empty(); }
};

// What an intent, a silence or a fault leads to. At most one of go, handoff, fallback; `say` may
// stand with each.
struct Reaction {
  std::string go;        // state to enter
  std::string handoff;   // queue
  std::string fallback;  // channel: "email"
  std::string emit;      // hook
  Say say;
  Duration after{};  // silence: how long after the confirmed send
  int times = 1;     // unclear: how often before `then`
  std::shared_ptr<const Reaction> then;
  std::string priority;                    // of a hand-off: "" or "high"
  std::map<std::string, std::string> set;  // values kept with the conversation
  std::vector<std::string> read;           // captures read anew from the reply that led here
  Place place;
};

struct State {
  std::string name;
  Say say;                                          // sent on entering
  std::map<std::string, Reaction, std::less<>> on;  // by intent or reserved reaction (intents.h)
  std::string ask;      // the capture this question asks for; "" for none
  std::string end;      // outcome; a state with it ends the conversation
  std::string emit;     // hook on entering
  std::string handoff;  // queue on entering
  Place place;

  bool asks() const { return !on.empty() && end.empty(); }
};

// How a value is found in a reply.
enum class CaptureKind { kPattern, kMoment, kDate, kAmount, kNumber, kText };

// A value read out of replies and kept with the conversation.
struct CaptureSpec {
  std::string name;
  CaptureKind kind = CaptureKind::kText;
  std::string pattern;     // kPattern: RE2 syntax; with a group, the group is the value
  std::string known;       // kPattern, kAmount: field whose value it must be; "" for any
  std::int64_t least = 0;  // kNumber
  std::int64_t most = 999;
  Place place;
};

// One question after the matter is settled, answered by 1 to 5.
struct Satisfaction {
  Say say;
  Duration after{};
  Say thanks;
  std::vector<std::string> outcomes;  // empty: all that count as resolved
  Place place;
};

struct IntentSpec {
  std::string name;
  std::vector<std::string> keywords;  // exact answers
  std::vector<std::string> phrases;   // wordings that decide by themselves
  std::vector<std::string> examples;  // wordings the model may learn from
  Place place;
};

struct Workflow {
  std::string file;
  std::string name;
  std::string renamed_from;         // the name the log knows it by; "" for its own
  std::vector<std::string> beside;  // workflows it is meant to ask beside, about the same records
  std::string brand;
  std::string purpose;  // matched against the consent ledger
  MessageClass message_class = MessageClass::kInformational;
  std::string kpi;
  std::string sender;  // [sender.NAME] of the configuration; empty: its only one
  std::string queue;   // of hand-offs that name none; empty: the first queue of the file
  std::map<std::string, std::string> owners;  // rules, integration, escalation, consent
  RecordSpec record;
  Trigger trigger;
  BusinessHours hours;  // of the staff
  std::vector<IntentSpec> intents;
  std::vector<CaptureSpec> captures;
  std::map<std::string, Reaction, std::less<>> exceptions;  // where a state says nothing itself
  std::optional<Satisfaction> satisfaction;
  std::vector<State> states;  // in file order
  std::string revision;       // SHA-256 of the file's bytes, hex
  std::string source;         // the bytes

  // What the log calls it: ids of conversations and intents are made of this name.
  const std::string& log_name() const { return renamed_from.empty() ? name : renamed_from; }
  const State* find(std::string_view state) const;
  const IntentSpec* find_intent(std::string_view intent) const;
  const CaptureSpec* find_capture(std::string_view capture) const;
  // Queue names any hand-off of this file uses, sorted.
  std::vector<std::string> queues() const;
};

}  // namespace smsflow
