// Messages a second and a core, the model's size and the cost of one cold reply, beside fastText's
// command in the same run: bench_classify ROWS.jsonl MODEL [TRAIN.tsv].
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "classify/classifier.h"
#include "classify/model.h"
#include "classify/train_rows.h"

namespace smsflow {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double kSeconds = 2;  // each figure is taken over at least this long

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// By processor time, so that a busy machine says the same as an idle one.
template <class Read>
double per_second(const std::vector<LabelledText>& rows, Read&& read) {
  const auto spent = [begin = std::clock()] {
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  };
  std::size_t count = 0;
  std::size_t seen = 0;
  while (spent() < kSeconds) {
    for (const LabelledText& row : rows) seen += read(row);
    count += rows.size();
  }
  const double rate = static_cast<double>(count) / spent();
  if (seen > count) std::abort();  // keeps the readings from being optimised away
  return rate;
}

// fastText wants one line a text, and a model that it trained itself.
void run_fasttext(const std::vector<LabelledText>& rows, const std::vector<LabelledText>& teach) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "smsflow-bench";
  std::filesystem::create_directories(folder);
  const auto path = [&](const char* name) { return (folder / name).string(); };
  const auto plain = [](std::string text) {
    for (char& byte : text) byte = byte == '\n' ? ' ' : byte;
    return text;
  };
  {
    std::ofstream taught(path("train.txt"));
    for (const LabelledText& row : teach)
      taught << "__label__" << row.label << ' ' << plain(row.text) << '\n';
    std::ofstream asked(path("texts.txt"));
    for (const LabelledText& row : rows) asked << plain(row.text) << '\n';
    std::ofstream one(path("one.txt"));
    one << "yes\n";
  }
  const std::string train =
      "fasttext supervised -input " + path("train.txt") + " -output " + path("model") +
      " -minn 2 -maxn 5 -wordNgrams 2 -thread 1 -bucket 100000 -verbose 0 2>/dev/null";
  if (std::system(train.c_str()) != 0) {
    fmt::print("fastText: not installed\n");
    return;
  }
  const auto timed = [&](const char* texts) {
    const Clock::time_point begin = Clock::now();
    const std::string predict =
        "fasttext predict " + path("model.bin") + " " + path(texts) + " > /dev/null";
    return std::system(predict.c_str()) == 0 ? seconds_since(begin) : 0;
  };
  const double cold = timed("one.txt");
  const double all = timed("texts.txt");
  fmt::print("fastText predict: {:.0f} messages/s, {} bytes, one reply cold {:.1f} ms\n",
             static_cast<double>(rows.size()) / (all - cold),
             std::filesystem::file_size(path("model.bin")), 1e3 * cold);
}

int run(int count, char** arguments) {
  if (count < 3) {
    fmt::print("usage: bench_classify ROWS.jsonl MODEL [TRAIN.tsv]\n");
    return 2;
  }
  const Clock::time_point start = Clock::now();
  const Classifier classifier(nullptr, built_in_model());
  classifier.classify("can we do friday instead", {});
  fmt::print("one reply cold, within the process: {:.2f} ms\n", 1e3 * seconds_since(start));
  fmt::print("model: {} bytes\n", std::filesystem::file_size(arguments[2]));

  const std::vector<LabelledText> rows = read_labelled(read_file(arguments[1]), "rows");
  std::vector<LabelledText> by_model;
  for (const LabelledText& row : rows) {
    if (classifier.classify(row.text, {{}, row.context}).layer == Layer::kModel)
      by_model.push_back(row);
  }
  const std::vector<LabelledText> keywords =
      read_labelled("stop\t\tSTOP\nstop\t\tunsubscribe\nhelp\t\tHELP\n", "keywords");
  const auto through_all = [&](const LabelledText& row) {
    return classifier.classify(row.text, {{}, row.context}).automatic;
  };
  const std::shared_ptr<const Model> model = built_in_model();
  fmt::print("keyword decides: {:.0f} messages/s\n", per_second(keywords, through_all));
  fmt::print("model decides, all layers: {:.0f} messages/s\n", per_second(by_model, through_all));
  fmt::print("model alone: {:.0f} messages/s\n", per_second(by_model, [&](const LabelledText& row) {
               return model->score(row.text, row.context, {}, false).automatic;
             }));
  run_fasttext(by_model, count > 3 ? read_labelled(read_file(arguments[3]), "train") : by_model);
  return 0;
}

}  // namespace
}  // namespace smsflow

int main(int count, char** arguments) {
  return smsflow::run(count, arguments);
}
