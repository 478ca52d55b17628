#include "shapes.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "tests/tree.h"

namespace smsflow::property {
namespace {

struct Scratch {
  Scratch() {
    std::string made =
        (std::filesystem::temp_directory_path() / "smsflow-property-XXXXXX").string();
    if (mkdtemp(made.data()) == nullptr) throw std::runtime_error("no directory for files");
    path = made;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string path;
};

std::string whole(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

std::string file_of(const std::string& text) {
  static std::map<std::string, std::string> files;
  const auto [file, is_new] = files.try_emplace(text);
  if (is_new) {
    file->second = fmt::format("{}/workflow-{}.toml", scratch(), files.size());
    std::ofstream(file->second, std::ios::binary) << text;
  }
  return file->second;
}

// Takes out a key's line, if it is there.
void drop(std::string& text, std::string_view key) {
  const std::size_t at = text.find("\n" + std::string(key) + " ");
  if (at != std::string::npos) text.erase(at, text.find('\n', at + 1) - at);
}

// Every occurrence; one that is not there is a fault of this test.
void replace(std::string& text, std::string_view from, std::string_view to) {
  std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("no such words: " + std::string(from));
  for (; at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

void add_stages(std::string& text, std::string_view start) {
  drop(text, "start");
  replace(text, "\"status = 'booked'\"", "\"status IN ('booked', 'arrived')\"");
  replace(text, "\n[hours]",
          fmt::format("\n[[trigger.stages]]\nwhen = \"status = 'arrived'\"\nstart = \"arrived\"\n"
                      "begins = false\n[[trigger.stages]]\nwhen = \"status = 'booked'\"\n"
                      "start = \"{}\"\n\n[hours]",
                      start));
  text += "\n[states.arrived]\nend = \"arrived\"\n";
}

const char* word(Export kind) {
  switch (kind) {
    case Export::kComplete:
      return "complete";
    case Export::kChanges:
      return "changes";
    default:
      return "snapshot";
  }
}

}  // namespace

const std::string& scratch() {
  static const Scratch made;
  return made.path;
}

namespace {

Shape any_shape(Dice& dice) {
  Shape shape;
  shape.renamed_start = dice.chance(40);
  shape.renamed_nudge = dice.chance(30);
  shape.new_text = dice.chance(30);
  shape.new_queue = dice.chance(30);
  shape.skips_late = dice.chance(15);
  shape.names_email = dice.chance(12);
  shape.sender = dice.chance(25) ? "small" : dice.chance(8) ? "nowhere" : "main";
  shape.export_kind = dice.chance(30)   ? Export::kComplete
                      : dice.chance(15) ? Export::kChanges
                                        : Export::kSnapshot;
  shape.fresh = dice.chance(25) ? "2h" : "26h";
  shape.staged = dice.chance(50);
  return shape;
}

}  // namespace

Shape edited(Dice& dice, bool renames) {
  static const std::vector<Shape> shapes = [] {
    constexpr int kShapes = 40;  // reading one takes longer than many a seed
    Dice own(1);
    std::vector<Shape> made;
    while (made.size() < kShapes) made.push_back(any_shape(own));
    return made;
  }();
  Shape shape = dice.pick(shapes);
#if __has_include("app/renamed.h")
  shape.name = renames && dice.chance(50) ? "visit" : "appointment";
  shape.says_renamed = dice.chance(60);
#else
  static_cast<void>(renames);
#endif
  return shape;
}

std::string in_words(const Shape& shape) {
  return fmt::format("{}{}, export {}{}, fresh {}, sender {}{}{}{}{}", shape.name,
                     shape.is_misnamed() ? " (not said)" : "", word(shape.export_kind),
                     shape.scoped ? " by branch" : "", shape.fresh, shape.sender,
                     shape.renamed_start ? ", first_ask" : "",
                     shape.renamed_nudge ? ", second_ask" : "",
                     shape.skips_late ? ", late skip" : "", shape.staged ? ", staged" : "");
}

std::string appointment_file(const Shape& shape) {
  static const std::string shipped = whole(in_tree("workflows/appointment.toml"));
  std::string text = shipped;
  std::string lines = fmt::format("queue   = \"front-desk\"\n");
  if (!shape.sender.empty()) lines += fmt::format("sender  = \"{}\"\n", shape.sender);
  if (shape.name != "appointment") {
    replace(text, "name    = \"appointment\"", fmt::format("name = \"{}\"", shape.name));
    if (shape.says_renamed) lines += "renamed_from = \"appointment\"\n";
  }
  replace(text, "queue   = \"front-desk\"", lines);
#if __has_include("app/look.h")
  for (const char* key : {"export", "fresh", "scope"}) drop(text, key);
  std::string record = fmt::format("language = \"language\"\nexport = \"{}\"\nfresh = \"{}\"\n",
                                   word(shape.export_kind), shape.fresh);
  if (shape.scoped) record += "scope = \"branch\"\n";
  replace(text, "language = \"language\"", record);
#endif
  if (shape.new_text) replace(text, "Hi {first_name}", "Hello {first_name}");
  if (shape.new_queue) replace(text, "\"front-desk\"", "\"reception\"");
  if (shape.skips_late) replace(text, "late       = \"send\"", "late = \"skip\"");
  if (shape.names_email) replace(text, "Reply C to confirm, R", "{email} Reply C to confirm, R");
  if (shape.renamed_nudge) {
    replace(text, "states.nudged", "states.second_ask");
    replace(text, "go = \"nudged\"", "go = \"second_ask\"");
  }
  if (shape.renamed_start) {
    replace(text, "states.asked", "states.first_ask");
    replace(text, "start      = \"asked\"", "start = \"first_ask\"");
  }
  if (shape.staged) add_stages(text, shape.renamed_start ? "first_ask" : "asked");
  return file_of(text);
}

std::string approval_file(bool new_text) {
  static const std::string shipped = whole(in_tree("workflows/approval.toml"));
  std::string text = shipped;
  if (new_text) replace(text, "asks you to approve", "kindly asks you to approve");
  replace(text, "queue   = \"purchasing\"", "queue   = \"purchasing\"\nsender = \"main\"");
  return file_of(text);
}

}  // namespace smsflow::property
