#include "app/plan.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

#include "app/intake.h"
#include "store/imagined.h"
#include "text/digest.h"

namespace smsflow {
namespace {

// Of the evidence, what people look for.
std::string told_by(const Claim& claim) {
  for (const std::string_view wanted : {"look", "consent", "opted_out_at", "class"}) {
    for (const auto& [name_of, value] : claim.permission.evidence) {
      if (name_of == wanted) return value;
    }
  }
  const bool is_wording =
      claim.next.block == BlockReason::kMissingField || claim.next.block == BlockReason::kSensitive;
  return is_wording ? claim.reason : std::string();
}

// A text that the record begins.
bool is_begun(const Intent& text) {
  return text.kind == SendKind::kProactive && text.channel == Channel::kSms &&
         text.step != kSatisfactionStep;
}

class Planner final : public Book {
 public:
  Planner(const Workflow& workflow, Programs& programs, const Carriers& carriers, Imagined& log,
          RecordReader& reader, Instant now, const PlanOptions& options)
      : workflow_(workflow),
        programs_(programs),
        carriers_(carriers),
        log_(log),
        reader_(reader),
        now_(now),
        options_(options),
        is_repeating_(workflow.record.export_kind == ExportKind::kChanges),
        forecast_(log, programs, carriers, now, options.each) {}

  PlanSummary run(RecordSource& source, const Progress& progress);

  void write(const std::function<bool(Transaction&)>& use) override;
  void read(const std::function<void(ReadTransaction&)>& use) override { use(log_); }
  bool took(const RecordSnapshot& record, const Received& received) override;
  void withdrew(const std::string& key) override {
    withdrawn_.insert(hash64(key));
    held_.push_back(conversation_id(workflow_.log_name(), key));
  }
  void missed(const std::string& key, RecordStanding standing) override;
  bool is_imagined() const override { return true; }

 private:
  struct Taken {
    const RecordSnapshot* record;
    Received received;
  };
  // A row with a text, by its key.
  struct Texted {
    std::uint64_t key;
    int segments;
    std::optional<std::size_t> leaving;  // of the forecast; nothing: later
  };
  void keep(const RecordSnapshot& record, const Received& received);
  void settle_touched();
  void row(const Taken& row);
  void own_text(const Taken& row, const std::string& id);
  void ahead(const RecordSnapshot& record, const Intent& text);
  void texted(const RecordSnapshot& record, const Claim& claim, Instant due,
              std::optional<std::size_t> leaving);
  void blocked(const RecordSnapshot& record, std::string_view reason, std::string detail = {}) {
    summary_.blocked[std::string(reason)] += 1;
    summary_.untexted.add(record.key, reason, std::move(detail));
  }
  void blocked(const RecordSnapshot& record, BlockReason reason, std::string detail = {}) {
    blocked(record, name(reason), std::move(detail));
  }
  bool is_expected_and_open(const RecordSnapshot& record, const std::string& id);
  void take_back_withdrawn();
  void count(PlanSummary& summary) const;

  const Workflow& workflow_;
  Programs& programs_;
  const Carriers& carriers_;
  Imagined& log_;
  RecordReader& reader_;
  Instant now_;
  const PlanOptions& options_;
  bool is_repeating_;  // rows of one key may come more than once, and the last one counts
  Forecast forecast_;
  PlanSummary summary_;
  std::vector<Taken> repeating_;               // rows that may come again, until all are read
  std::map<std::string, std::size_t> places_;  // in them, by key
  std::deque<RecordSnapshot> kept_;
  std::vector<Texted> texted_;
  std::vector<std::size_t> shown_;  // of first_texts, in texted_
  std::unordered_set<std::uint64_t> withdrawn_;
  std::vector<std::string> held_;  // conversations of those
};

// Whether the log, had it taken the row, would list it among those that are expected, with an open
// question.
bool Planner::is_expected_and_open(const RecordSnapshot& record, const std::string& id) {
  const std::optional<SeenRecord> seen = log_.record_seen(record.workflow, record.key);
  if (!seen || seen->standing == RecordStanding::kGone || seen->seen_at > options_.look.at) {
    return false;
  }
  const std::optional<Conversation> known = log_.conversation(id);
  if (!is_open(known) || is_over(*seen, known, now_)) return false;
  if (!seen->over_at || *seen->over_at > now_) return true;
  const std::vector<Intent> texts = log_.intents_of(id);
  const bool waits = std::any_of(texts.begin(), texts.end(), [&](const Intent& text) {
    return is_begun(text) && text.state == IntentState::kPlanned &&
           (!text.expires || *text.expires > now_);
  });
  const std::string visit = std::to_string(known->run) + "/" + std::to_string(known->visit);
  return waits || log_.timer(id + "/" + visit + "/silence").has_value();
}

// The last of a key counts, in the place of the first.
void Planner::keep(const RecordSnapshot& record, const Received& received) {
  kept_.push_back(record);
  const auto [place, fresh] = places_.try_emplace(record.key, repeating_.size());
  if (fresh) repeating_.emplace_back();
  summary_.repeated += fresh ? 0 : 1;
  repeating_[place->second] = {&kept_.back(), received};
}

bool Planner::took(const RecordSnapshot& record, const Received& received) {
  bool is_open = false;
  if (received.handled != kOfOlderExport && received.handled != "not_yet") {
    // The look will have been taken by the time its texts are evaluated.
    const std::optional<LookTaken> before = log_.look(record.workflow, record.scope);
    if (!before || before->at < options_.look.at) {
      log_.write(
          LookTaken{.workflow = record.workflow, .scope = record.scope, .at = options_.look.at});
    }
    is_open = is_expected_and_open(record, received.conversation);
  }
  if (is_repeating_) {
    keep(record, received);
  } else {
    row({&record, received});
    settle_touched();
  }
  return is_open;
}

void Planner::missed(const std::string& key, RecordStanding standing) {
  const bool is_gone = standing == RecordStanding::kGone;
  std::string why = "missing from the records";
  if (standing == RecordStanding::kRejected) why = "its row cannot be read";
  if (standing == RecordStanding::kDoubted) why += ", in doubt";
  summary_.untexted.add(key, name(is_gone ? BlockReason::kVoid : BlockReason::kNotSeen), why);
}

void Planner::write(const std::function<bool(Transaction&)>& use) {
  use(log_);
  if (!is_repeating_) settle_touched();
}

// Of a conversation nothing is kept but what leaves: there may be as many as rows.
void Planner::settle_touched() {
  for (const std::string& conversation : log_.touched()) {
    if (!forecast_.is_settled(conversation)) forecast_.settle(conversation);
  }
  log_.forget();
}

// In the order in which people ask.
void Planner::row(const Taken& taken) {
  const RecordSnapshot& record = *taken.record;
  const std::string& why = taken.received.reason;
  if (taken.received.handled == kOfOlderExport) {
    return blocked(record, BlockReason::kNotSeen, "from an older export");
  }
  const std::string& id = taken.received.conversation;
  if (log_.has_conversation(id)) forecast_.settle(id);
  if (record.vanished) return blocked(record, BlockReason::kVoid, "deleted");
  if (why == kOlderVersion) return blocked(record, BlockReason::kVoid, "a newer version is known");
  if (why == kSeenSince) return blocked(record, BlockReason::kVoid, "its system told of it since");
  if (!record.eligible) return blocked(record, BlockReason::kVoid, reader_.unmet(record, now_));
  if (!record.begins && !log_.has_conversation(id)) {
    return blocked(record, BlockReason::kVoid, "its stage begins no conversation");
  }
  if (record.expires && now_ >= *record.expires) {
    return blocked(record, BlockReason::kStale, "expired at " + format_rfc3339(*record.expires));
  }
  if (why == kErased) return blocked(record, "already_asked");
  // Its moment is far: a later run takes it.
  if (!log_.has_conversation(id)) receive(log_, programs_, record, Duration::max(), now_);
  own_text(taken, id);
}

// What the row says, or why it says nothing.
void Planner::own_text(const Taken& taken, const std::string& id) {
  const RecordSnapshot& record = *taken.record;
  const Intent* last = nullptr;
  bool has_left_before = false;
  const std::vector<Intent> texts = log_.intents_of(id);
  for (const Intent& text : texts) {
    if (!is_begun(text)) continue;
    if (text.state == IntentState::kPlanned) return ahead(record, text);
    has_left_before = has_left_before || has_left(text);
    last = &text;
  }
  if (has_left_before) return blocked(record, "already_asked");
  if (last == nullptr) {
    const bool is_new = taken.received.handled == "planned" || taken.received.handled == "not_yet";
    if (!is_new) return blocked(record, "already_asked");
    return blocked(record, BlockReason::kMissingField, "its stage says nothing");
  }
  if (last->block == BlockReason::kSkippedLate) {
    return blocked(record, last->block,
                   "was due at " + format_rfc3339(record.at.value_or(last->due)));
  }
  const Forecast::Verdict* verdict = forecast_.verdict(last->id);
  blocked(record, last->block, verdict ? told_by(verdict->claim) : std::string());
}

// A text that waits: it leaves now, or it is evaluated as of when it will be due.
void Planner::ahead(const RecordSnapshot& record, const Intent& text) {
  const Forecast::Verdict* now = forecast_.verdict(text.id);
  if (now && now->leaving) return texted(record, now->claim, now_, now->leaving);
  Case known = case_of(log_, programs_, carriers_, text, now_);
  if (text.block == BlockReason::kNotSeen) {
    return blocked(record, text.block, told_by(now ? now->claim : claim_of(known, text, now_)));
  }
  Instant due = std::max(text.due, now_);
  const std::optional<Standing> standing = known.grounds.standing;
  const auto claim = [&] {
    // The look is as old as it is now: before a later text there are later looks.
    if (standing && standing->seen_at) {
      known.grounds.standing->seen_at = *standing->seen_at + (due - now_);
    }
    return claim_of(known, text, due);
  };
  Claim made = claim();
  if (made.next.block == BlockReason::kQuietHours && made.next.due > due &&
      made.next.state == IntentState::kPlanned) {
    due = made.next.due;
    made = claim();
  }
  if (!made.message) return blocked(record, made.next.block, told_by(made));
  texted(record, made, due, {});
}

void Planner::texted(const RecordSnapshot& record, const Claim& claim, Instant due,
                     std::optional<std::size_t> leaving) {
  const int segments = claim.next.segments;
  if (summary_.first_texts.size() < options_.texts) {
    shown_.push_back(texted_.size());
    summary_.first_texts.push_back(
        {record.key, record.zone, record.phone->e164(), claim.message->text, due, segments});
  }
  texted_.push_back({hash64(record.key), segments, leaving});
}

// Rows that were taken, and others of their keys that differ.
void Planner::take_back_withdrawn() {
  if (withdrawn_.empty()) return;
  const auto stands = [&](const std::string& key) { return !withdrawn_.contains(hash64(key)); };
  for (const auto& [reason, count] : summary_.untexted.keep(stands)) {
    if ((summary_.blocked[reason] -= count) == 0) summary_.blocked.erase(reason);
  }
}

void Planner::count(PlanSummary& summary) const {
  const std::vector<Forecast::Leaving>& leaving = forecast_.leaving();
  const auto is_leaving = [](const Forecast::Leaving& text) {
    return !text.is_held && !text.waits;
  };
  for (const Forecast::Leaving& text : leaving) {
    summary.beside.now += is_leaving(text) ? 1 : 0;
    summary.beside.segments_now += is_leaving(text) ? text.segments : 0;
  }
  for (const Texted& row : texted_) {
    const bool is_now = row.leaving && is_leaving(leaving[*row.leaving]);
    if (is_now) {
      summary.beside.now -= 1;
      summary.beside.segments_now -= row.segments;
    }
    if (withdrawn_.contains(row.key)) continue;
    (is_now ? summary.now : summary.later) += 1;
    (is_now ? summary.segments_now : summary.segments_later) += row.segments;
  }
  summary.beside.timers = forecast_.timers();
  summary.beside.in_doubt = forecast_.in_doubt();
  summary.capped = forecast_.capped();
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    const Texted& row = texted_[shown_[i]];
    if (row.leaving && leaving[*row.leaving].waits) {
      summary.first_texts[i].due = *leaving[*row.leaving].waits;
    }
  }
  std::erase_if(summary.first_texts,
                [&](const PlannedText& text) { return withdrawn_.contains(hash64(text.key)); });
}

PlanSummary Planner::run(RecordSource& source, const Progress& progress) {
  PlanSummary found = take_records(source, programs_, workflow_, reader_, *this, options_.horizon,
                                   now_, options_.look, progress);
  for (const Taken& taken : repeating_) row(taken);
  settle_touched();
  take_back_withdrawn();
  for (const std::string& conversation : held_) forecast_.hold(conversation);
  forecast_.finish();
  found.repeated += summary_.repeated;
  found.blocked = std::move(summary_.blocked);
  found.untexted = std::move(summary_.untexted);
  found.first_texts = std::move(summary_.first_texts);
  count(found);
  return found;
}

}  // namespace

void reject(PlanSummary& summary, RowFault fault) {
  if (fault.withdrawn > 0) reject(summary, withdrawn_row(fault));
  summary.rejected[fault.reason] += 1;
  if (summary.faults.size() < kMaxFaultsKept) summary.faults.push_back(std::move(fault));
}

void name_key(std::vector<std::string>& keys, const std::string& key) {
  if (keys.size() < kKeysNamed) keys.push_back(key);
}

PlanSummary plan_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         const Carriers& carriers, Log& log, Instant now,
                         const PlanOptions& options, const Progress& progress) {
  const std::unique_ptr<Imagined> imagined = log.imagine();
  const std::unique_ptr<RecordReader> reader = programs.reader(workflow);
  return Planner(workflow, programs, carriers, *imagined, *reader, now, options)
      .run(source, progress);
}

}  // namespace smsflow
