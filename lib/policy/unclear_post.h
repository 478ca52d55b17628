// What may happen to a text whose POST ended unclear: it may have left, it may not. The carrier is
// asked now and then, and only a list that must show it, and does not, may lead to one more POST.
#pragma once

#include "time/instant.h"

namespace smsflow {

// By then a carrier's list shows whatever it took.
inline constexpr Duration kCarrierDelay = std::chrono::minutes{15};

// Pause after the last look-up, when `lookups` were made: 1 minute, 2, 4 ... at most an hour.
Duration pause_before_lookup(int lookups);

// `posts`: POSTs begun so far. `lookups`: made so far, with this one. `since_post`: from the POST
// to the answer of a list that is complete and does not show the text. A text is repeated once at
// the very most: never after a second POST.
bool may_post_again(int posts, int lookups, Duration since_post);

}  // namespace smsflow
