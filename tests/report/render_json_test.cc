#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "report/render.h"
#include "sample_report.h"

namespace smsflow::render_json_test {

TEST_CASE("programs read fractions, seconds and null") {
  const auto json = nlohmann::json::parse(render_json(sample_report()));
  CHECK(json["schema_version"] == 1);
  CHECK(json["since"] == "2026-03-01T00:00:00Z");
  CHECK(json["until"].is_null());
  CHECK(json["exceptions"]["failed"]["unreachable"] == 2);
  const auto& confirmation = json["rates"]["confirmation"];
  CHECK(confirmation["delivered"]["rate"] == doctest::Approx(81.0 / 263));
  CHECK(confirmation["delivered"]["low"] == doctest::Approx(.2552885199));
  CHECK(confirmation["delivered"]["high"] == doctest::Approx(.3662095770));
  CHECK(confirmation["attempted"]["n"] == 270);
  CHECK(confirmation["open"] == 4);
  CHECK(json["rates"]["reply"]["delivered"]["rate"].is_null());
  CHECK(json["times"]["to_reply"]["median_s"] == 5400);
  CHECK(json["times"]["to_resolution"]["median_s"].is_null());
  CHECK(json["outcomes"]["confirmed"] == 81);
  CHECK(json["by"] == "branch");
  CHECK(json["groups"].size() == 2);
  CHECK(json["groups"][0]["conversations"] == 263);
}

TEST_CASE("bytes that are no text do not break the document") {
  Report report = sample_report();
  report.groups.front().first.assign(1, '\xff');
  CHECK(nlohmann::json::accept(render_json(report)));
  CHECK_FALSE(nlohmann::json::parse(render_json(Report{})).contains("groups"));
}

}  // namespace smsflow::render_json_test
