// The words of a text at the moment it leaves: "tomorrow" is the recipient's tomorrow then.
#pragma once

#include "engine/conversation.h"
#include "engine/intent.h"
#include "text/template.h"
#include "workflow/workflow.h"

namespace smsflow {

// `record` gives the fields, `brand` is {brand}. A field without a value is named in
// Rendered::missing.
Rendered render_text(const Template& source, const RecordSnapshot& record, std::string_view brand,
                     std::string_view language, Instant now);

// The same of a text that was kept as it is written. Few differ, whatever their number: each is
// parsed once.
Rendered render_text(std::string_view source, const RecordSnapshot& record, std::string_view brand,
                     std::string_view language, Instant now);

// Literal intents are their own text.
Rendered render_intent(const Intent& intent, const RecordSnapshot* record, std::string_view brand,
                       Instant now);

}  // namespace smsflow
