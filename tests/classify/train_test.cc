#include "classify/train.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "classify/model.h"
#include "small_training.h"
#include "text/error.h"

namespace smsflow::train_test {
namespace {

TEST_CASE("the same rows give the same bytes, and they know what they were taught") {
  const std::string bytes = train(small_training());
  CHECK(train(small_training()) == bytes);
  const std::shared_ptr<const Model> model = Model::parse(bytes);
  CHECK(model->score("yes ok", "", {}, false).label == "confirm");
  CHECK(model->score("nope not today", "", {}, false).label == "decline");
  CHECK(model->score("sorry, traffic, running late", "", {}, false).label == "running_late");
}

TEST_CASE("another row gives other bytes and another revision") {
  std::vector<LabelledText> rows = small_training();
  const std::string before = train(rows);
  rows.back().text += " really";
  const std::string after = train(rows);
  CHECK(before != after);
  CHECK(Model::parse(before)->revision() != Model::parse(after)->revision());
}

TEST_CASE("each row is held out once, by a model without its source") {
  std::vector<LabelledText> rows = small_training();
  rows[3].train = false;
  std::multiset<std::size_t> held;
  for (const HeldOutModel& part : train_leaving_out(rows)) {
    const auto source = rows[part.rows.front()].source;
    for (const std::size_t row : part.rows) CHECK(rows[row].source == source);
    held.insert(part.rows.begin(), part.rows.end());
    CHECK(Model::parse(part.bytes)->labels().size() == 3);
  }
  CHECK(held.size() == rows.size() - 1);
  CHECK(held.count(3) == 0);
  CHECK(held.count(4) == 1);
}

TEST_CASE("one label is nothing to learn") {
  std::vector<LabelledText> rows = small_training();
  for (LabelledText& row : rows) row.label = "confirm";
  CHECK_THROWS_AS(train(rows), Error);
  CHECK_THROWS_AS(train({}), Error);
}

}  // namespace
}  // namespace smsflow::train_test
