// What a file is, from its bytes; names are never looked at.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// OK if the bytes may be text of some charset; UNSUPPORTED_FORMAT naming what they are instead, of
// a picture that IsScan SCANNED_DOCUMENT.
absl::Status RefuseKnownBinary(absl::string_view bytes);

// True if the bytes begin a ZIP container: an office document, or an archive.
bool IsZip(absl::string_view bytes);

// UNSUPPORTED_FORMAT for a ZIP container that is neither a document that can be read nor a plain
// archive; OK otherwise. `has_entry` tells whether the container holds a file of this name,
// `mimetype` is what its file `mimetype` says, or empty.
absl::Status RefuseKnownContainer(absl::string_view mimetype,
                                  absl::FunctionRef<bool(absl::string_view)> has_entry);

// True for a picture that a scanner or a camera may have made: PNG, JPEG, TIFF.
bool IsScan(absl::string_view bytes);

// True for a PDF file, also one with junk before its header.
bool IsPdf(absl::string_view bytes);

// UNSUPPORTED_FORMAT for bytes that are text in no charset.
absl::Status NotText();

// True if the text is a page of HTML. Works on UTF-8 and on bytes of any charset that holds ASCII.
bool LooksLikeHtml(absl::string_view text);

// The charset that a <meta> near the start of the page declares, or empty.
absl::string_view DeclaredCharset(absl::string_view html);

}  // namespace gongkai
