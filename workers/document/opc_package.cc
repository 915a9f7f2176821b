#include "workers/document/opc_package.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

// The last part of a URI.
absl::string_view LastPart(absl::string_view uri) {
  const size_t slash = uri.rfind('/');
  return slash == absl::string_view::npos ? uri : uri.substr(slash + 1);
}

// "word/document.xml" -> "word/"
absl::string_view FolderOf(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? absl::string_view() : name.substr(0, slash + 1);
}

// The name that a relationship of `part` means by `target`.
std::string Resolve(absl::string_view part, absl::string_view target) {
  std::string whole = absl::StartsWith(target, "/") || absl::StartsWith(target, "\\")
                          ? std::string(target)
                          : absl::StrCat(FolderOf(part), target);
  std::replace(whole.begin(), whole.end(), '\\', '/');
  std::vector<absl::string_view> steps;
  for (const absl::string_view step : absl::StrSplit(whole, '/')) {
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (!step.empty() && step != ".") {
      steps.push_back(step);
    }
  }
  return absl::StrJoin(steps, "/");
}

// Where main parts stand if nothing says where.
constexpr absl::string_view kUsualMains[] = {"word/document.xml", "xl/workbook.xml",
                                             "ppt/presentation.xml"};

}  // namespace

bool OpcPackage::Is(const ZipArchive& archive) {
  return archive.Find("[Content_Types].xml") != nullptr ||
         std::any_of(std::begin(kUsualMains), std::end(kUsualMains),
                     [&archive](absl::string_view name) { return archive.Find(name) != nullptr; });
}

absl::StatusOr<OpcPackage> OpcPackage::Open(const ZipArchive& archive, ReadBudget* budget) {
  ASSIGN_OR_RETURN(const std::vector<Relationship> top, ReadRelationships(archive, "", *budget));
  const ZipArchive::Entry* entry = nullptr;
  for (const Relationship& relationship : top) {
    if (relationship.type == "officeDocument") entry = archive.Find(relationship.target);
    if (entry != nullptr) break;
  }
  for (const absl::string_view name : kUsualMains) {
    if (entry == nullptr) entry = archive.Find(name);
  }
  if (entry == nullptr) {
    return DamagedFile("the main part of the document is missing", "缺少文档正文部分");
  }
  ASSIGN_OR_RETURN(std::string bytes, archive.Read(*entry));
  ASSIGN_OR_RETURN(XmlPart main, XmlPart::Parse(std::move(bytes), entry->name, budget->limits()));
  OpcPackage package(archive, budget, std::move(main), entry->name);
  ASSIGN_OR_RETURN(package.relationships_, ReadRelationships(archive, entry->name, *budget));
  return package;
}

absl::StatusOr<std::vector<OpcPackage::Relationship>> OpcPackage::ReadRelationships(
    const ZipArchive& archive, absl::string_view part, const ReadBudget& budget) {
  std::vector<Relationship> relationships;
  const std::string name = absl::StrCat(FolderOf(part), "_rels/", LastPart(part), ".rels");
  const ZipArchive::Entry* const entry = archive.Find(name);
  if (entry == nullptr) return relationships;
  ASSIGN_OR_RETURN(std::string bytes, archive.Read(*entry));
  ASSIGN_OR_RETURN(const XmlPart tree, XmlPart::Parse(std::move(bytes), name, budget.limits()));
  for (const pugi::xml_node node : tree.root().children()) {
    if (LocalName(node) != "Relationship") continue;
    if (AttributeOf(node, "TargetMode") == "External") continue;
    relationships.push_back({std::string(AttributeOf(node, "Id")),
                             std::string(LastPart(AttributeOf(node, "Type"))),
                             Resolve(part, AttributeOf(node, "Target"))});
  }
  return relationships;
}

absl::StatusOr<std::optional<XmlPart>> OpcPackage::ReadTarget(const std::string& target) const {
  const ZipArchive::Entry* const entry = archive_.Find(target);
  if (entry == nullptr) return std::nullopt;
  ASSIGN_OR_RETURN(std::string bytes, archive_.Read(*entry));
  ASSIGN_OR_RETURN(XmlPart part, XmlPart::Parse(std::move(bytes), target, budget_->limits()));
  return std::optional<XmlPart>(std::move(part));
}

absl::StatusOr<std::optional<XmlPart>> OpcPackage::Related(absl::string_view type) const {
  for (const Relationship& relationship : relationships_) {
    if (relationship.type == type) return ReadTarget(relationship.target);
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<XmlPart>> OpcPackage::RelatedById(absl::string_view id,
                                                               std::string* name) const {
  for (const Relationship& relationship : relationships_) {
    if (relationship.id != id) continue;
    *name = relationship.target;
    return ReadTarget(relationship.target);
  }
  return std::nullopt;
}

}  // namespace gongkai
