#include "workers/document/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/charset.h"

namespace gongkai {
namespace {

constexpr absl::string_view kCentralSignature = "PK\x01\x02";
constexpr uint64_t kFarTooLarge = uint64_t{1} << 40;  // sizes beyond are not worth telling apart
constexpr size_t kFreeExpansion = 1 << 20;            // unpacked bytes for which no ratio is asked

size_t CountOf(absl::string_view what, absl::string_view bytes) {
  size_t count = 0;
  for (size_t at = bytes.find(what); at != absl::string_view::npos;
       at = bytes.find(what, at + what.size())) {
    ++count;
  }
  return count;
}

// As compared: '/' between folders, nothing in front.
std::string NameOf(const char* raw) {
  std::string name = DecodeText(raw, "gb18030").TakeString();
  std::replace(name.begin(), name.end(), '\\', '/');
  size_t begin = 0;
  while (begin < name.size() && name[begin] == '/') ++begin;
  return name.substr(begin);
}

absl::Status DamagedArchive() {
  return DamagedFile("its ZIP container is cut off or broken", "ZIP 容器不完整或已损坏");
}

absl::Status DamagedEntry(const ZipArchive::Entry& entry) {
  return DamagedFile(absl::StrCat("the file ", entry.name, " inside cannot be unpacked"),
                     absl::StrCat("其中的 ", entry.name, " 无法解压"));
}

}  // namespace

void ZipArchive::Closer::operator()(zip* archive) const { zip_discard(archive); }

absl::StatusOr<ZipArchive> ZipArchive::Open(absl::string_view bytes, ReadBudget* budget) {
  // Counted before the library makes its tables of them.
  const size_t most = budget->limits().max_entries;
  if (CountOf(kCentralSignature, bytes) > most) return TooManyEntries(most);
  zip_error_t error;
  zip_error_init(&error);
  const absl::Cleanup finish = [&error] { zip_error_fini(&error); };
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return DamagedArchive();
  ZipArchive result;
  result.archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (result.archive_ == nullptr) {
    zip_source_free(source);
    return DamagedArchive();
  }
  result.budget_ = budget;
  const zip_int64_t count = zip_get_num_entries(result.archive_.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    const char* const raw = zip_get_name(result.archive_.get(), index, ZIP_FL_ENC_RAW);
    zip_stat_t stat;
    if (raw == nullptr || zip_stat_index(result.archive_.get(), index, 0, &stat) != 0) continue;
    Entry entry;
    entry.name = NameOf(raw);
    if (entry.name.empty() || entry.name.back() == '/') continue;
    entry.size = std::min<uint64_t>(stat.size, kFarTooLarge);
    entry.packed = std::min<uint64_t>(stat.comp_size, kFarTooLarge);
    entry.encrypted = stat.encryption_method != ZIP_EM_NONE;
    entry.packing = stat.comp_method;
    entry.index = index;
    result.entries_.push_back(std::move(entry));
  }
  return result;
}

const ZipArchive::Entry* ZipArchive::Find(absl::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [name](const Entry& entry) {
    return absl::EqualsIgnoreCase(entry.name, name);
  });
  return found == entries_.end() ? nullptr : &*found;
}

absl::StatusOr<std::string> ZipArchive::Read(const Entry& entry) const {
  if (entry.encrypted) return Encrypted();
  for (const Entry& other : entries_) {
    if (&other != &entry && absl::EqualsIgnoreCase(other.name, entry.name)) {
      return DamagedFile(absl::StrCat("it holds two files of the name ", entry.name),
                         absl::StrCat("其中有两个同名文件 ", entry.name));
    }
  }
  if (entry.packing != ZIP_CM_STORE && entry.packing != ZIP_CM_DEFLATE) {
    return MakeError(
        absl::StatusCode::kInvalidArgument, "UNSUPPORTED_FORMAT",
        absl::StrCat("the file ", entry.name, " inside is packed in an unusual way; pack it anew"),
        absl::StrCat("其中的 ", entry.name, " 采用了不常用的压缩方式;请重新压缩"));
  }
  const ReadLimits& limits = budget_->limits();
  if (entry.size > limits.max_part_bytes) {
    return ExpandsTooMuch(absl::StrCat(limits.max_part_bytes, " bytes in one file"),
                          absl::StrCat("单个文件 ", limits.max_part_bytes, " 字节"));
  }
  if (entry.size > kFreeExpansion && entry.size / limits.max_expansion > entry.packed) {
    return ExpandsTooMuch(absl::StrCat(limits.max_expansion, " times its size"),
                          absl::StrCat("原大小的 ", limits.max_expansion, " 倍"));
  }
  RETURN_IF_ERROR(budget_->AddUnpacked(entry.size));
  zip_file_t* const file = zip_fopen_index(archive_.get(), entry.index, 0);
  if (file == nullptr) return DamagedEntry(entry);
  const absl::Cleanup close = [file] { zip_fclose(file); };
  std::string bytes(entry.size, '\0');
  size_t have = 0;
  while (have < bytes.size()) {
    const zip_int64_t got = zip_fread(file, bytes.data() + have, bytes.size() - have);
    if (got <= 0) return DamagedEntry(entry);
    have += static_cast<size_t>(got);
  }
  // The end, and with it the checksum, is seen only by reading past it.
  char more;
  if (zip_fread(file, &more, 1) != 0) return DamagedEntry(entry);
  return bytes;
}

}  // namespace gongkai
