#include "workers/cli/names.h"

#include "absl/strings/str_cat.h"

namespace gongkai {

std::string In(Language language, const Words& words) {
  switch (language) {
    case Language::kChinese:
      return std::string(words.zh);
    case Language::kEnglish:
      return std::string(words.en);
    case Language::kBoth:
      break;
  }
  return absl::StrCat(words.zh, " ", words.en);
}

Words NameOf(v1::Report::Verdict verdict) {
  switch (verdict) {
    case v1::Report::PASSED:
      return {"通过", "PASSED"};
    case v1::Report::PASSED_WITH_WARNINGS:
      return {"通过，有警告", "PASSED_WITH_WARNINGS"};
    case v1::Report::FAILED:
      return {"未通过", "FAILED"};
    case v1::Report::UNREADABLE:
      return {"无法读取", "UNREADABLE"};
    default:
      return {"未定", "UNSPECIFIED"};
  }
}

Words NameOf(v1::Finding::Severity severity) {
  switch (severity) {
    case v1::Finding::ERROR:
      return {"错误", "ERROR"};
    case v1::Finding::WARNING:
      return {"警告", "WARNING"};
    case v1::Finding::INFO:
      return {"提示", "INFO"};
    default:
      return {"未定", "UNSPECIFIED"};
  }
}

Words NameOf(v1::Fact::Presence presence) {
  switch (presence) {
    case v1::Fact::REPORTED:
      return {"已填", "REPORTED"};
    case v1::Fact::BLANK:
      return {"空白", "BLANK"};
    case v1::Fact::DASH:
      return {"划线", "DASH"};
    case v1::Fact::NOT_APPLICABLE:
      return {"无或不适用", "NOT_APPLICABLE"};
    case v1::Fact::MISSING:
      return {"缺失", "MISSING"};
    case v1::Fact::UNREADABLE:
      return {"无法识别", "UNREADABLE"};
    default:
      return {"未定", "UNSPECIFIED"};
  }
}

Words NameOf(v1::Job::State state) {
  switch (state) {
    case v1::Job::QUEUED:
      return {"排队中", "QUEUED"};
    case v1::Job::RUNNING:
      return {"处理中", "RUNNING"};
    case v1::Job::SUCCEEDED:
      return {"已完成", "SUCCEEDED"};
    case v1::Job::FAILED:
      return {"失败", "FAILED"};
    case v1::Job::CANCELLED:
      return {"已取消", "CANCELLED"};
    default:
      return {"未定", "UNSPECIFIED"};
  }
}

Words NameOf(v1::Finding::Disposition disposition) {
  switch (disposition) {
    case v1::Finding::OPEN:
      return {"待处理", "OPEN"};
    case v1::Finding::CONFIRMED:
      return {"属实", "CONFIRMED"};
    case v1::Finding::WAIVED:
      return {"豁免", "WAIVED"};
    case v1::Finding::FIXED:
      return {"已改正", "FIXED"};
    default:
      return {"未定", "UNSPECIFIED"};
  }
}

}  // namespace gongkai
