#include <doctest/doctest.h>

#include "arbitrary.h"
#include "store/rows.h"

namespace smsflow::codec_conversation_test {

TEST_CASE("any conversation is read back from its row as it was") {
  CHECK(rc::check("conversation", [] {
    const Conversation conversation = any_conversation();
    return to_conversation(to_row(conversation)) == conversation;
  }));
}

TEST_CASE("what is personal of a conversation is in its side row and its number, nowhere else") {
  CHECK(rc::check("cells", [] {
    Conversation conversation = any_conversation();
    const Cells cells = to_row(conversation).cells;
    RecordSnapshot bare;
    bare.key = conversation.record.key;
    bare.respond_by = conversation.record.respond_by;
    conversation.record = bare;
    conversation.captured.clear();
    conversation.offered.clear();
    return to_row(conversation).cells == cells;
  }));
}

TEST_CASE("once its side row is erased, a conversation keeps where it stands") {
  Conversation conversation{.id = "c1", .state = "asked", .replies = 2};
  conversation.record.key = "A1";
  conversation.record.fields = {{"first_name", std::string("Maya")}};
  TableRow row = to_row(conversation);
  row.body.clear();
  row.phone.clear();
  const Conversation erased = to_conversation(row);
  CHECK(erased.record.key == "A1");
  CHECK(erased.state == "asked");
  CHECK(erased.replies == 2);
  CHECK(erased.record.fields.empty());
}

}  // namespace smsflow::codec_conversation_test
