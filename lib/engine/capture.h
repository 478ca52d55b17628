// Values read out of replies, as [capture.NAME] of a workflow says: an order id, a callback time,
// an amount. Kept as text: ids in capitals and digits, moments as RFC 3339, dates as 2026-03-12,
// amounts as 12.50.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/conversation.h"
#include "engine/setting.h"

namespace smsflow {

// None: nothing was said; one: this is meant; more: ask back.
using CaptureReading = std::vector<std::string>;

CaptureReading read_capture(const CaptureSpec& capture, const Conversation& conversation,
                            std::string_view text, Instant now);

// The value the asked state asks for, if it asks for one: out of the candidates that were offered
// ("1", "2"), or read anew.
CaptureReading read_asked(const Workflow& workflow, const Conversation& conversation,
                          std::string_view text, Instant now);

// The capture whose `known` value the text contradicts: another id, another amount. Null when there
// is none.
const CaptureSpec* find_mismatch(const Workflow& workflow, const Conversation& conversation,
                                 std::string_view text);

// Keeps what a reply says besides its answer: ids by pattern that are not known yet, and what the
// reaction reads anew. Their names.
std::vector<std::string> read_along(const Workflow& workflow, Conversation& conversation,
                                    const Reaction* reaction, std::string_view text, Instant now);

// The record with the captured values among its fields: what texts may name.
RecordSnapshot with_captured(const Workflow& workflow, const Conversation& conversation);

// "Did you mean 1) Tuesday at 4:00 PM or 2) ...? Reply with its number."
std::string which_value_text(const Workflow& workflow, const CaptureSpec& capture,
                             const Conversation& conversation, const CaptureReading& candidates,
                             Instant now);

}  // namespace smsflow
