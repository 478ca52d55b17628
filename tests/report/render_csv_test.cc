#include <doctest/doctest.h>

#include "report/render.h"
#include "sample_report.h"

namespace smsflow::render_csv_test {

TEST_CASE("spreadsheets read one figure a line, and no formula") {
  const std::string csv = render_csv(sample_report());
  CHECK(
      csv.starts_with("group,figure,basis,hits,n,open,value,low,high\r\n"
                      ",failed_texts,blocked,,,,1,,\r\n"
                      ",failed_texts,unreachable,,,,2,,\r\n"));
  CHECK(csv.find("\r\n,confirmation,delivered,81,263,4,0.307985,0.255289,0.366210\r\n") !=
        std::string::npos);
  CHECK(csv.find("\r\n,reply,attempted,0,0,0,n/a,,\r\n") != std::string::npos);
  CHECK(csv.find("\r\n,time_to_reply,seconds,,263,10,5400,,\r\n") != std::string::npos);
  CHECK(csv.find("\r\n,outcome,confirmed,,,,81,,\r\n") != std::string::npos);
  CHECK(csv.find("\r\n\"branch==North, ") != std::string::npos);
}

}  // namespace smsflow::render_csv_test
