// Office Open XML packages: a main part and the parts that it names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "workers/document/read_budget.h"
#include "workers/document/xml_part.h"
#include "workers/document/zip_archive.h"

namespace gongkai {

class OpcPackage {
 public:
  // True if the archive is a package of this kind.
  static bool Is(const ZipArchive& archive);

  // Reads the main part. `archive` and `budget` must outlive the package.
  static absl::StatusOr<OpcPackage> Open(const ZipArchive& archive, ReadBudget* budget);

  const XmlPart& main() const { return main_; }
  const std::string& main_name() const { return main_name_; }  // "word/document.xml"

  // The part to which the main part has a relationship of this type (the last part of its URI:
  // "styles"), or of this id; nothing if there is none.
  absl::StatusOr<std::optional<XmlPart>> Related(absl::string_view type) const;
  absl::StatusOr<std::optional<XmlPart>> RelatedById(absl::string_view id, std::string* name) const;

 private:
  struct Relationship {
    std::string id;
    std::string type;
    std::string target;  // name in the archive
  };

  OpcPackage(const ZipArchive& archive, ReadBudget* budget, XmlPart main, std::string main_name)
      : archive_(archive),
        budget_(budget),
        main_(std::move(main)),
        main_name_(std::move(main_name)) {}

  static absl::StatusOr<std::vector<Relationship>> ReadRelationships(const ZipArchive& archive,
                                                                     absl::string_view part,
                                                                     const ReadBudget& budget);
  absl::StatusOr<std::optional<XmlPart>> ReadTarget(const std::string& target) const;

  const ZipArchive& archive_;
  ReadBudget* const budget_;
  XmlPart main_;
  std::string main_name_;
  std::vector<Relationship> relationships_;  // of the main part
};

}  // namespace gongkai
