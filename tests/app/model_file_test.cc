#include "app/model_file.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "text/error.h"

namespace smsflow::model_file_test {
namespace {

TEST_CASE("no file is the model that ships; what is none says so") {
  CHECK_FALSE(load_model("")->revision().empty());
  CHECK_THROWS_AS(load_model("no/such/file"), Error);
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / "smsflow-model-file-test";
  std::ofstream(file) << "not a model";
  CHECK_THROWS_AS(load_model(file.string()), Error);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace smsflow::model_file_test
