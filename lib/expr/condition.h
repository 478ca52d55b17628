// Conditions over a record: SQL expressions ("status = 'booked' and starts_at > now"), evaluated on
// a private in-memory SQLite handle that can read nothing but the record's own fields and `now`.
// Times are epoch milliseconds inside; `hours_until(field)` and `days_until(field)` count from
// `now`. NULL is three-valued as in SQL: a condition that is NULL is not met.
#pragma once

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
  // `fields` names the columns the expression may use (besides now). Never throws for bad
  // expressions: returns null and fills `fault`.
  static std::unique_ptr<Condition> compile(std::string_view expression,
                                            const std::vector<std::string>& fields,
                                            ConditionFault& fault);
  virtual ~Condition() = default;

  // Values in the order of `fields`, then evaluate. Bounded work: a runaway expression is kUnknown.
  virtual void bind_null(std::size_t field) = 0;
  virtual void bind(std::size_t field, std::string_view text) = 0;
  virtual void bind(std::size_t field, std::int64_t number) = 0;
  virtual void bind(std::size_t field, double number) = 0;
  virtual Truth evaluate(Instant now) = 0;

  // Fields the expression really reads, by index.
  virtual const std::vector<std::size_t>& reads() const = 0;
};

}  // namespace smsflow
