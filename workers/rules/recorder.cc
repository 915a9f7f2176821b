#include "workers/rules/recorder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/base/digest.h"

namespace gongkai {
namespace {

SkipKind KindOf(Presence presence) {
  switch (presence) {
    case Presence::kMissing:
      return SkipKind::kCellMissing;
    case Presence::kUnreadable:
      return SkipKind::kCellUnreadable;
    default:
      return SkipKind::kCellEmpty;
  }
}

std::pair<const char*, const char*> WordsOf(SkipKind kind) {
  switch (kind) {
    case SkipKind::kCellMissing:
      return {"在文件中没有找到", " is not in the document"};
    case SkipKind::kCellUnreadable:
      return {"无法辨认为数字", " cannot be read as a number"};
    default:
      return {"没有填写数字", " holds no number"};
  }
}

}  // namespace

void Recorder::BeginRule(const Rule& rule) {
  rule_ = &rule;
  subjects_ = 0;
  skipped_.clear();
}

void Recorder::Breaks(RuleFinding finding, SlotValues values) {
  ++subjects_;
  values.Set(TextSlot::kSubject, finding.subject);
  if (values.zh()[static_cast<int>(TextSlot::kExpected)].empty()) {
    values.Set(TextSlot::kExpected, finding.expected);
  }
  if (values.zh()[static_cast<int>(TextSlot::kActual)].empty()) {
    values.Set(TextSlot::kActual, finding.actual);
  }
  if (values.zh()[static_cast<int>(TextSlot::kDifference)].empty()) {
    values.Set(TextSlot::kDifference, finding.difference);
  }
  finding.rule_id = rule_->id;
  finding.severity = rule_->severity;
  finding.message_zh = rule_->message_zh.Render(values.zh());
  finding.message_en = rule_->message_en.Render(values.en());
  finding.fingerprint = Sha256Hex(absl::StrCat(rule_->id, "|", finding.subject)).substr(0, 16);
  finding.reading_doubt = reading_.recognised;
  for (const CellUse& use : finding.cells) {
    if (use.fact >= 0 && reading_.facts[use.fact].confidence < 1) finding.reading_doubt = true;
  }
  evaluation_->findings.push_back(std::move(finding));
}

void Recorder::Unknown(std::string subject, int cell) {
  ++subjects_;
  const FormCell& spec = form_->form->cells()[cell];
  const SkipKind kind = KindOf(reading_.facts[cell].presence);
  const auto [zh, en] = WordsOf(kind);
  skipped_.push_back({kind,
                      {rule_->id, std::move(subject), absl::StrCat(CellZh(spec), zh, "。"),
                       absl::StrCat(CellEn(spec), en, ".")}});
}

void Recorder::Unknown(std::string subject, std::string reason_zh, std::string reason_en) {
  ++subjects_;
  skipped_.push_back({SkipKind::kUnknownFact,
                      {rule_->id, std::move(subject), std::move(reason_zh), std::move(reason_en)}});
}

void Recorder::UnknownTable(int table) {
  ++subjects_;
  skipped_.push_back({SkipKind::kTableMissing,
                      {rule_->id, "", absl::StrCat("文件中没有", TableZh(table), "。"),
                       absl::StrCat("The document has no ", TableEn(table), ".")}});
}

void Recorder::EndRule() {
  const bool all_for_cells =
      skipped_.size() > 1 && static_cast<int>(skipped_.size()) == subjects_ &&
      std::all_of(skipped_.begin(), skipped_.end(), [](const auto& skip) {
        return skip.first != SkipKind::kTableMissing && skip.first != SkipKind::kUnknownFact;
      });
  if (all_for_cells) {
    const bool alike = std::all_of(skipped_.begin(), skipped_.end(), [&](const auto& skip) {
      return skip.first == skipped_.front().first;
    });
    const auto [zh, en] =
        alike ? WordsOf(skipped_.front().first)
              : std::pair<const char*, const char*>("没有可用的数字", " holds no usable number");
    evaluation_->not_evaluated.push_back({rule_->id, "", absl::StrCat("每一处都有单元格", zh, "。"),
                                          absl::StrCat("Everywhere a cell it needs", en, ".")});
    return;
  }
  for (auto& skip : skipped_) evaluation_->not_evaluated.push_back(std::move(skip.second));
}

bool Recorder::IsTableMissing(int table) const {
  return std::any_of(reading_.missing.begin(), reading_.missing.end(),
                     [table](const MissingPart& part) {
                       return part.kind == MissingPart::Kind::kTable && part.table == table;
                     });
}

std::string TableZh(int table) {
  return absl::StrCat("表", table == 2 ? "二" : table == 3 ? "三" : "四");
}

std::string TableEn(int table) { return absl::StrCat("table ", table); }

std::string RowZh(const FormCell& cell) {
  if (cell.table != 3 || cell.group_label.empty()) return cell.row_label;
  return absl::StrCat(cell.group_label, " ", cell.row_label);
}

std::string ColumnEn(const FormCell& cell) {
  if (!cell.applicant.empty()) return absl::StrReplaceAll(cell.applicant, {{"_", " "}});
  return cell.indicator.substr(cell.indicator.rfind('.') + 1);
}

std::string CellZh(const FormCell& cell) {
  if (cell.table == 4)
    return absl::StrCat("表四“", cell.group_label, "”的“", cell.row_label, "”栏");
  return absl::StrCat(TableZh(cell.table), "“", RowZh(cell), "”行“", cell.column_label, "”列");
}

std::string CellEn(const FormCell& cell) {
  return absl::StrCat("Table ", cell.table, ", ", cell.indicator,
                      cell.applicant.empty() ? "" : absl::StrCat(", ", ColumnEn(cell)));
}

void SetCellSlots(const FormCell& cell, SlotValues* values) {
  const absl::string_view code = cell.indicator;
  const absl::string_view group = code.substr(0, code.rfind('.'));
  values->Set(TextSlot::kTable, TableZh(cell.table), TableEn(cell.table));
  values->Set(TextSlot::kRow, RowZh(cell), cell.table == 3 ? code : group);
  values->Set(TextSlot::kColumn, cell.column_label, ColumnEn(cell));
  values->Set(TextSlot::kGroup, cell.group_label, group);
  values->Set(TextSlot::kCell, CellZh(cell), CellEn(cell));
}

std::string CellSubject(const FormCell& cell) {
  return cell.applicant.empty() ? cell.indicator
                                : absl::StrCat(cell.indicator, "/", cell.applicant);
}

}  // namespace gongkai
