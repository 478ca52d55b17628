// What comes in: replies and receipts.
#include "store/rows.h"

namespace smsflow {
namespace {

template <typename R, typename Visit>
void reply_fields(R& r, Visit&& visit) {
  visit("provider", r.message.provider);
  visit("message", r.message.id);
  visit("sender", r.message.to.value);
  visit("received_at", r.message.received_at);
  visit("flag", r.message.flag);
  visit("media", r.message.media);
  visit("label", r.verdict.label);
  visit("layer", r.verdict.layer);
  visit("rule", r.verdict.rule);
  visit("confidence", r.verdict.confidence);
  visit("runner_up", r.verdict.runner_up);
  visit("runner_up_confidence", r.verdict.runner_up_confidence);
  visit("automatic", r.verdict.automatic);
  visit("suspected_opt_out", r.verdict.suspected_opt_out);
  visit("classifier", r.classifier);
  visit("conversation", r.conversation);
  visit("handled", r.handled);
  visit("reason", r.reason);
  visit("late", r.late);
  visit("raw_sha256", r.raw_sha256);
}

template <typename R, typename Visit>
void receipt_fields(R& r, Visit&& visit) {
  visit("provider", r.provider);
  visit("event_key", r.event_key);
  visit("intent", r.intent);
  visit("provider_id", r.provider_id);
  visit("status", r.status);
  visit("raw_status", r.raw_status);
  visit("error", r.error);
  visit("received_at", r.received_at);
}

InboundRecorded blank_reply(const PhoneNumber& from) {
  return {.message = {.provider = {}, .id = {}, .from = from}};
}

}  // namespace

const Columns& reply_columns() {
  static const Columns columns = [] {
    Columns names;
    const InboundRecorded blank = blank_reply(erased_number(0));
    reply_fields(blank, NameFields{names});
    return names;
  }();
  return columns;
}

Cells reply_cells(const InboundRecorded& reply) {
  Cells cells;
  cells.reserve(20);
  reply_fields(reply, ToCells{cells});
  return cells;
}

InboundRecorded to_reply(const Cells& cells, const std::string& phone, std::string_view text) {
  InboundRecorded reply = blank_reply(stored_number(phone));
  reply_fields(reply, FromCells{cells});
  reply.message.text = text;
  return reply;
}

const Columns& receipt_columns() {
  static const Columns columns = [] {
    Columns names;
    const DeliveryReceipt blank;
    receipt_fields(blank, NameFields{names});
    return names;
  }();
  return columns;
}

Cells receipt_cells(const DeliveryReceipt& receipt) {
  Cells cells;
  receipt_fields(receipt, ToCells{cells});
  return cells;
}

DeliveryReceipt to_receipt(const Cells& cells) {
  DeliveryReceipt receipt;
  receipt_fields(receipt, FromCells{cells});
  return receipt;
}

}  // namespace smsflow
