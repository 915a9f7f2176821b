// The words for enumerated values, in Chinese and in English.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "gongkai/v1/job.pb.h"
#include "gongkai/v1/report.pb.h"

namespace gongkai {

enum class Language { kBoth, kChinese, kEnglish };

struct Words {
  absl::string_view zh;
  absl::string_view en;
};

// "通过 PASSED", or one of the two.
std::string In(Language language, const Words& words);

Words NameOf(v1::Report::Verdict verdict);
Words NameOf(v1::Finding::Severity severity);
Words NameOf(v1::Fact::Presence presence);
Words NameOf(v1::Job::State state);
Words NameOf(v1::Finding::Disposition disposition);

}  // namespace gongkai
