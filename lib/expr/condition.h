// Conditions over a record: SQL expressions ("status = 'booked' and starts_at > now"), evaluated on
// a private in-memory SQLite handle that can read nothing but the record's own fields and `now`.
// Times are epoch milliseconds inside; `hours_until(field)` and `days_until(field)` count from
// `now` (days of 24 hours; fractions count; NULL for what is no number). NULL is three-valued as in
// SQL: a condition that is NULL is not met. Beyond SQL's operators there are only the functions of
// condition_functions(); no sub-selects, parameters, comments, or clock but `now`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "time/instant.h"

namespace smsflow {

struct ConditionFault {
  std::size_t offset = 0;  // byte in the expression
  std::string message;     // "no such field: stauts"
  std::string hint;        // "did you mean status?"
};

enum class Truth { kFalse, kTrue, kUnknown };

// A compiled condition. Not thread-safe; make one per thread.
class Condition {
 public:
  // `fields` names the columns the expression may use (besides now), written as they are or, where
  // they are no plain words, in double quotes ("first name"). Never throws for bad expressions:
  // returns null and fills `fault`.
  static std::unique_ptr<Condition> compile(std::string_view expression,
                                            const std::vector<std::string>& fields,
                                            ConditionFault& fault);
  virtual ~Condition() = default;

  // Values in the order of `fields`, then evaluate. A text is not copied: it must outlive the
  // evaluation. Values stay until bound again, so bind every field anew for another record. What is
  // not in reads() need not be bound. Bounded work: a runaway expression, one that overflows and
  // one that reads a text over 128 KiB are kUnknown.
  virtual void bind_null(std::size_t field) = 0;
  virtual void bind(std::size_t field, std::string_view text) = 0;
  virtual void bind(std::size_t field, std::int64_t number) = 0;
  virtual void bind(std::size_t field, double number) = 0;
  virtual Truth evaluate(Instant now) = 0;

  // Fields the expression really reads, by index, ascending.
  virtual const std::vector<std::size_t>& reads() const = 0;
};

// Names of all functions an expression may call, sorted.
const std::vector<std::string>& condition_functions();

}  // namespace smsflow
