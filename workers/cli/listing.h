// What the commands share that list what a gateway has.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace gongkai {

// To standard output. False when nobody reads it any more.
bool Print(const std::string& text);

// The exit code of a command that ends like this; tells an error on standard error.
int Finish(const absl::Status& status);

// agencies/{id} for an id or such a name; empty for nothing.
std::string AsAgencyName(const std::string& given);

// `status` in words of the command line: where the gateway finds the agency `given` with `option`
// to be no name, it speaks of a field that nobody has typed.
absl::Status InWordsOf(const std::string& option, const std::string& given,
                       const absl::Status& status);

}  // namespace gongkai
