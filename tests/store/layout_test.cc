#include "store/layout.h"

#include <set>

#include "bare.h"

namespace smsflow::layout_test {

TEST_CASE("a row that is inserted by its layout is selected by it, by its id") {
  Bare log;
  for (const Layout* layout :
       {&conversation_layout(), &contact_layout(), &intent_layout(), &handoff_layout()}) {
    CAPTURE(layout->table);
    const bool named = layout->id == "id";
    const bool sided = !layout->side.empty();
    layout->insert.run(log.database, 1, [&](Query& insert, int at, std::size_t) {
      if (named) insert.bind(at++, 1);
      insert.bind(at++, 0);
      insert.bind(at++, 1);
      if (named) insert.bind(at++, "x1");
      if (sided) insert.bind(at++, nullptr);
      for (const Cell& zero : layout->zeros) bind_cell(insert, at++, zero);
      return at;
    });

    Query select = log.database.query(layout->select_one);
    if (named) {
      select.bind(1, "x1");
    } else {
      select.bind(1, 1);
    }
    REQUIRE(select.step());
    const int before_cells = select.columns() - static_cast<int>(layout->columns.size());
    for (std::size_t i = 0; i < layout->columns.size(); ++i) {
      CHECK(select.name(before_cells + static_cast<int>(i)) == layout->columns[i]);
      CHECK((cell_at(select, before_cells + static_cast<int>(i)) == layout->zeros[i]));
    }
    CHECK_FALSE(select.step());
  }
}

TEST_CASE("a mask has one bit for each column") {
  const Layout& layout = handoff_layout();
  CHECK(layout.mask({layout.columns[0], layout.columns[3]}) == 0b1001);
  CHECK(layout.mask({}) == 0);
}

TEST_CASE("each layout has a place of its own") {
  std::set<std::size_t> taken;
  for (const Layout* layout :
       {&conversation_layout(), &contact_layout(), &intent_layout(), &handoff_layout()}) {
    REQUIRE(layout->slot < kLayouts);
    CHECK(taken.insert(layout->slot).second);
  }
}

}  // namespace smsflow::layout_test
