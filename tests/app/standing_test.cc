// Which look counts for a row, and how old it may be.
#include "app/standing.h"

#include <doctest/doctest.h>

namespace smsflow::standing_test {
namespace {

using std::chrono::hours;

Instant at(int hour) {
  return from_ms(1'770'000'000'000) + hours{hour};
}

struct Scene {
  Scene() : log(open_log(std::string(kInMemory), {})), transaction(log->write(at(0))) {}

  void see(const std::string& scope, int hour, bool posted = false) {
    RecordSnapshot record{.workflow = "w", .key = "a"};
    record.hash = "hash";
    record.scope = scope;
    record.seen_at = at(hour);
    record.posted = posted;
    transaction->write(RecordSeen{record, {}});
  }
  void look(const std::string& scope, int hour) {
    transaction->write(LookTaken{"w", scope, at(hour), 1, 0, "d"});
  }
  void stand(RecordStanding standing, int hour) {
    transaction->write(StandingChanged{.workflow = "w",
                                       .key = "a",
                                       .standing = standing,
                                       .scope = {},
                                       .seen_at = at(hour),
                                       .over_at = {},
                                       .posted = false,
                                       .reason = {},
                                       .conversation = {}});
  }
  Standing standing() { return standing_of(*transaction, spec, "w", "a"); }

  std::unique_ptr<Log> log;
  std::unique_ptr<Transaction> transaction;
  RecordSpec spec;
};

}  // namespace

TEST_CASE("a row that stands is as fresh as the latest look at its part") {
  Scene scene;
  scene.see("north", 1);
  scene.look("south", 9);
  CHECK(scene.standing().seen_at == at(1));
  scene.look("north", 5);
  CHECK(scene.standing().seen_at == at(5));
  CHECK(scene.standing().fresh == kFreshByDefault);
  scene.see("north", 7, true);  // posted since
  CHECK(scene.standing().seen_at == at(7));
}

TEST_CASE("a row that is missing was seen last before") {
  Scene scene;
  scene.see("", 1);
  scene.look("", 5);
  for (const RecordStanding standing :
       {RecordStanding::kMissing, RecordStanding::kRejected, RecordStanding::kDoubted}) {
    scene.stand(standing, 4);
    CHECK(scene.standing().missing);
    CHECK(scene.standing().seen_at == at(4));
    CHECK_FALSE(is_seen(scene.standing(), at(4)));
  }
  // What is gone, or read as gone, is no matter of the look: `when` decides.
  scene.stand(RecordStanding::kGone, 5);
  CHECK_FALSE(scene.standing().missing);
}

TEST_CASE("only a source that tells by itself and was never read needs no look") {
  Scene scene;
  CHECK_MESSAGE(scene.standing().fresh == kFreshByDefault, "nobody ever saw it");
  CHECK_FALSE(is_seen(scene.standing(), at(0)));
  scene.see("", 1, true);
  CHECK_FALSE(scene.standing().fresh);
  CHECK(is_seen(scene.standing(), at(1000)));
  scene.spec.fresh = hours{2};
  CHECK(scene.standing().fresh == hours{2});
  CHECK(is_seen(scene.standing(), at(3)));
  CHECK_FALSE(is_seen(scene.standing(), at(4)));
  scene.spec.fresh.reset();
  scene.look("", 0);
  CHECK(scene.standing().fresh == kFreshByDefault);
}

}  // namespace smsflow::standing_test
