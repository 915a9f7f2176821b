// Identities of rule files in words.
#pragma once

#include <string>
#include <vector>

#include "gongkai/internal/v1/rule_file.pb.h"

namespace gongkai {

// "requests.received + requests.carried_in = requests.concluded + requests.carried_out", with what
// it is repeated over in front, in Chinese and in English.
struct Formula {
  std::string zh, en;
};
Formula FormulaOf(const internal::v1::Identity& identity);

// The cells it looks at: "requests.received/*", "requests.*/total", "disputes.review.upheld". Each
// once, in order.
std::vector<std::string> CellsOf(const internal::v1::Identity& identity);

}  // namespace gongkai
