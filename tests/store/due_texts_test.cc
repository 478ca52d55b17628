#include "sample.h"

namespace smsflow::due_texts_test {
namespace {

using Ids = std::vector<std::string>;

class Planned {
 public:
  void plan(const std::string& id, SendKind kind, std::int64_t due, std::int64_t expires = 0) {
    Intent intent = sample_intent(id);
    intent.id = id;
    intent.kind = kind;
    intent.due = at(due);
    intent.expires = expires == 0 ? std::nullopt : std::optional(at(expires));
    const auto transaction = log->write(at(0));
    CHECK(transaction->write(IntentPlanned{intent}));
    transaction->commit();
  }
  // Walks on from a place, `limit` at a time.
  Ids walk(TextPlace& place, std::int64_t now, int limit) {
    Ids ids;
    const auto view = log->read();
    for (std::vector<TextPlace> places; !(places = view->due_places(place, at(now), limit)).empty();
         place = places.back()) {
      CHECK(std::ssize(places) <= limit);
      for (const TextPlace& one : places) ids.push_back(view->planned_text(one.row)->id);
    }
    return ids;
  }

  Folder folder;
  std::unique_ptr<Log> log = open_log(folder.log(), {});
};

}  // namespace

TEST_CASE("a walk passes each text that is due once, in however small pieces") {
  for (const int limit : {1, 2, 3, 100}) {
    CAPTURE(limit);
    Planned planned;
    planned.plan("late", SendKind::kProactive, 1, 900);
    planned.plan("soon", SendKind::kProactive, 2, 300);
    planned.plan("soon-too", SendKind::kProactive, 2, 300);
    planned.plan("reply", SendKind::kReply, 2);
    planned.plan("person", SendKind::kAgent, 4);
    planned.plan("future", SendKind::kReply, 9);
    TextPlace place;
    CHECK(planned.walk(place, 5, limit) == Ids{"late", "soon", "soon-too", "reply", "person"});
    CHECK(planned.walk(place, 5, limit).empty());
    planned.plan("more", SendKind::kReply, 5);
    CHECK(planned.walk(place, 9, limit) == Ids{"more", "future"});
  }
}

TEST_CASE("what was planned behind a row is told with all that its order and number need") {
  Planned planned;
  planned.plan("before", SendKind::kReply, 1);
  const std::int64_t last = planned.log->read()->last_intent_row();
  CHECK(planned.log->read()->due_texts_behind(last, at(9)).empty());
  planned.plan("future", SendKind::kReply, 99);
  planned.plan("reminder", SendKind::kProactive, 3, 300);
  const auto view = planned.log->read();
  const std::vector<DueText> texts = view->due_texts_behind(last, at(9));
  REQUIRE(texts.size() == 1);
  CHECK(view->planned_text(texts[0].row)->id == "reminder");
  CHECK(texts[0].waiting.kind == SendKind::kProactive);
  CHECK(texts[0].waiting.due == at(3));
  CHECK(texts[0].waiting.expires == at(300));
  CHECK(texts[0].to == phone());
  CHECK(texts[0].workflow == "appointment");
  CHECK(texts[0].revision == "r1");
  CHECK(texts[0].sender == "+15550100");
}

TEST_CASE("a row that is no planned text any more is none") {
  Planned planned;
  planned.plan("gone", SendKind::kReply, 1);
  const std::int64_t row = planned.log->read()->last_intent_row();
  CHECK(planned.log->read()->due_text(row)->row == row);
  Intent gone = *planned.log->read()->planned_text(row);
  gone.state = IntentState::kSuppressed;
  {
    const auto transaction = planned.log->write(at(2));
    CHECK(transaction->write(IntentMoved{gone, IntentState::kPlanned, "stopped"}));
    transaction->commit();
  }
  CHECK_FALSE(planned.log->read()->planned_text(row));
  CHECK_FALSE(planned.log->read()->due_text(row));
  CHECK(planned.log->read()->due_places({}, at(9), 9).empty());
}

}  // namespace smsflow::due_texts_test
