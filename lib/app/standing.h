// How the record of a conversation stands: what is asked before a text that we begin.
#pragma once

#include <string_view>

#include "engine/evaluate.h"
#include "engine/setting.h"
#include "store/store.h"

namespace smsflow {

// `spec` is of the workflow as it is today: what an export means is no part of a conversation.
// A source that tells of every change by itself needs no look unless the workflow bounds one.
Standing standing_of(ReadTransaction& log, const RecordSpec& spec, std::string_view workflow,
                     std::string_view key);
// Of a conversation's record; `pinned` is of the workflow it began in, should there be no other.
std::optional<Standing> standing_of(ReadTransaction& log, const Setting& setting,
                                    const Conversation& conversation, const Workflow* pinned);

}  // namespace smsflow
