// A training set small enough to learn in a blink, written for the tests.
#pragma once

#include <string>
#include <vector>

#include "classify/train_rows.h"

namespace smsflow {

inline std::vector<LabelledText> small_training() {
  const char* const kFirst =
      "confirm\t\tyes\nconfirm\t\tyes please\nconfirm\t\tok see you\nconfirm\t\tyep that works\n"
      "confirm\t\tsure\nconfirm\t\tsounds good\nconfirm\t\ti will be there\nconfirm\t\tsee you "
      "then\n"
      "decline\t\tno\ndecline\t\tno thanks\ndecline\t\tnope\ndecline\t\tnot interested\n"
      "decline\t\tnot now\ndecline\t\tnah not today\nrunning_late\t\tstuck in traffic\n"
      "running_late\t\trunning late sorry\nrunning_late\t\ton my way, 10 min late\n"
      "running_late\t\tbe there in 15\nrunning_late\t\tmissed the bus, late\n";
  const char* const kSecond =
      "confirm\t\tyeah ok\nconfirm\t\tyes i am coming\nconfirm\t\tperfect see you\n"
      "decline\t\tno way\ndecline\t\tno i do not want it\ndecline\t\tnot for me\n"
      "running_late\t\ttraffic is bad, will be late\nrunning_late\t\tleaving now, late\n";
  std::vector<LabelledText> rows;
  for (int copy = 0; copy < 4; ++copy) {
    for (const auto& row : read_labelled(kFirst, "first")) rows.push_back(row);
    for (const auto& row : read_labelled(kSecond, "second")) rows.push_back(row);
  }
  return rows;
}

}  // namespace smsflow
