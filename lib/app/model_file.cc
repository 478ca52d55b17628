#include "app/model_file.h"

#include <fstream>
#include <sstream>

#include "classify/classifier.h"
#include "text/error.h"

namespace smsflow {

std::shared_ptr<const Model> load_model(const std::string& file) {
  if (file.empty()) return built_in_model();
  std::ifstream in(file, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  if (!in || bytes.view().empty()) {
    throw Error(ErrorKind::kBadInput, "cannot read the model", file,
                "smsflow classify --train FILE... --out MODEL writes one");
  }
  struct Held {
    std::string bytes;
    std::shared_ptr<const Model> model;
  };
  auto held = std::make_shared<Held>();
  held->bytes = std::move(bytes).str();
  held->model = Model::parse(held->bytes);
  return {held, held->model.get()};
}

}  // namespace smsflow
