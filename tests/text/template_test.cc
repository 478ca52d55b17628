#include "text/template.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

namespace smsflow::template_test {

namespace {

// "offset message; ..."
std::string faults_of(std::string_view source) {
  std::string out;
  for (const TemplateFault& fault : parse_template(source).faults) {
    out += (out.empty() ? "" : "; ") + std::to_string(fault.offset) + " " + fault.message;
  }
  return out;
}

std::optional<std::string> value_of(std::string_view field, std::string_view format) {
  static const std::map<std::string, std::string, std::less<>> kValues = {
      {"first_name", "Ana"}, {"evil", "{first_name} }}"}, {"empty", ""}, {"blank", " \t"}};
  if (field == "starts_at") return "at:" + std::string(format);
  const auto found = kValues.find(field);
  if (found == kValues.end()) return std::nullopt;
  return found->second;
}

// The text, or "missing: FIELD".
std::string rendered(std::string_view source) {
  const ParsedTemplate parsed = parse_template(source);
  REQUIRE(parsed.faults.empty());
  const Rendered out = render(parsed.value, value_of);
  if (out.missing.empty()) return out.text;
  CHECK(out.text.empty());
  return "missing: " + out.missing;
}

}  // namespace

TEST_CASE("templates are filled in one pass") {
  struct Case {
    std::string_view source, text;
  };
  const Case cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"Hi {first_name}.", "Hi Ana."},
      {"{first_name}{first_name}", "AnaAna"},
      {"{starts_at:day_time}", "at:day_time"},
      {"{starts_at}", "at:"},
      {"{{{first_name}}}", "{Ana}"},
      {"{{first_name}}", "{first_name}"},
      {"}}{{", "}{"},
      {"{evil}", "{first_name} }}"},  // a value is never read as a template
      {"é {first_name} 😀", "é Ana 😀"},
      {"Hi {nobody}, {first_name}", "missing: nobody"},
      {"{first_name} {empty}", "missing: empty"},
      {"{blank}", "missing: blank"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.source);
    CHECK(rendered(c.source) == c.text);
  }
}

TEST_CASE("what is no template is told with its place") {
  constexpr std::string_view kOpen = "this \"{\" is never closed: write \"{{\" for a brace";
  constexpr std::string_view kName =
      "a field's name has only letters, digits and _, no digit first";
  constexpr std::string_view kFormat = "no format's name after the colon (a-z, 0-9 and _)";
  struct Case {
    std::string_view source;
    std::size_t offset;
    std::string_view message;
  };
  const Case cases[] = {
      {"Hi {first_name", 3, kOpen},
      {"{", 0, kOpen},
      {"Hi {first_name, see {first_name}", 3, kOpen},
      {"a } b", 2, "this \"}\" closes nothing: write \"}}\" for a brace"},
      {"{}", 0, "no field between the braces"},
      {"{ }", 0, "no field between the braces"},
      {"{:day}", 0, "no field between the braces"},
      {"é{1st}", 3, kName},
      {"{first name}", 1, kName},
      {"{ first_name }", 1, kName},
      {"{1st}", 1, kName},
      {"{año}", 1, kName},
      {"{a.b}", 1, kName},
      {"{starts_at:}", 11, kFormat},
      {"{starts_at:Day}", 11, kFormat},
      {"{starts_at:a:b}", 11, kFormat},
  };
  for (const Case& c : cases) {
    CAPTURE(c.source);
    CHECK(faults_of(c.source) == std::to_string(c.offset) + " " + std::string(c.message));
  }
  CHECK(parse_template("{a {b} {} }").faults.size() == 3);
}

TEST_CASE("a field is named as its column is, capitals and all") {
  for (const std::string_view name : {"First", "startsAt", "_x", "PATIENT_2"}) {
    CAPTURE(name);
    const Template parsed = parse_template("Hi {" + std::string(name) + ":day}").value;
    REQUIRE(parsed.pieces.size() == 2);
    CHECK(parsed.pieces[1].field == name);
  }
}

TEST_CASE("pieces know where they stand") {
  const Template parsed = parse_template("é {{x {a:b}{c}!").value;
  REQUIRE(parsed.pieces.size() == 4);
  CHECK(parsed.pieces[0].literal == "é {x ");
  CHECK(parsed.pieces[1].field == "a");
  CHECK(parsed.pieces[1].format == "b");
  CHECK(parsed.pieces[1].offset == 7);
  CHECK(parsed.pieces[2].offset == 12);
  CHECK(parsed.pieces[3].literal == "!");
  CHECK(parsed.pieces[3].offset == 15);
}

TEST_CASE("doubling every brace gives any text back") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    std::string source;
    for (std::uint64_t length = random() % 20; length > 0; --length) {
      const char c = "{}a:_ \n"[random() % 7];
      text += c;
      source += c;
      if (c == '{' || c == '}') source += c;
    }
    REQUIRE(rendered(source) == text);
    parse_template(text);  // whatever it is, it ends
  }
}

}  // namespace smsflow::template_test
