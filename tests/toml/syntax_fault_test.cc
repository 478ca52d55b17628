#include "toml/syntax_fault.h"

#include <doctest/doctest.h>

using smsflow::toml_file::explain;
using smsflow::toml_file::SyntaxFault;

// The parser's own words for whole files are in document_test; here is what it says seldom.

TEST_CASE("an unforeseen finding is passed on without its preamble") {
  const SyntaxFault fault =
      explain("Error while parsing time: expected ':', saw '5'", "a = 12.5", 6);
  CHECK(fault.code == "syntax");
  CHECK(fault.message == "expected ':', saw '5'");
  CHECK(fault.offset == 6);
  CHECK(explain("odd", "", 0).message == "odd");
  CHECK(explain("", "", 0).message.empty());
}

TEST_CASE("a file that ends early says in what") {
  CHECK(explain("Error while parsing time: encountered end-of-file", "a = 12:00", 9).message ==
        "the file ends in the middle of this time");
  CHECK(explain("Error while parsing inline table: encountered end-of-file", "a = {", 5).hint ==
        "add \"}\"");
}

TEST_CASE("a repeated key is marked at the key") {
  const SyntaxFault plain =
      explain("Error while parsing key-value pair: cannot redefine existing string 'name'",
              "name = 'x'", 7);
  CHECK(plain.code == "duplicate-key");
  CHECK(plain.offset == 0);
  CHECK(plain.width == 4);
  const SyntaxFault header = explain(
      "Error while parsing table header: cannot redefine existing table 'a.b'", "[a.b]\r\n", 0);
  CHECK(header.message == "table \"a.b\" is defined twice");
  CHECK(header.width == 5);
  const SyntaxFault quoted = explain("cannot redefine existing string 'k'", "\"k l\" = 1", 8);
  CHECK(quoted.message == "key \"k l\" is defined twice");
  CHECK(quoted.offset == 1);
  // Where no key can be found the parser's place stays.
  const SyntaxFault dotted =
      explain("cannot redefine existing string as dotted key-value pair", "a.b = 1", 2);
  CHECK(dotted.message == "this key is defined twice");
  CHECK(dotted.offset == 2);
  CHECK(explain("cannot redefine existing string 'k'", "\" = 1", 4).offset == 4);
}
