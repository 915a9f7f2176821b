// A report as text for people.
#pragma once

#include <string>

#include "gongkai/v1/report.pb.h"
#include "workers/cli/names.h"
#include "workers/cli/text.h"
#include "workers/form/form.h"

namespace gongkai {

struct ReportTextOptions {
  Language language = Language::kBoth;
  bool tables = false;   // with tables 2, 3 and 4
  // With where each fact comes from, and every finding even if a cause stands for it.
  bool explain = false;
  Paint paint{false};
};

// From the report alone, wherever it comes from; `forms` gives the labels.
std::string ReportText(const v1::Report& report, const FormSet& forms,
                       const ReportTextOptions& options);

// The verdict in its colour.
std::string VerdictText(v1::Report::Verdict verdict, Language language, const Paint& paint);

}  // namespace gongkai
