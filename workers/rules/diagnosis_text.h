// Diagnoses in words.
#pragma once

#include "workers/form/reading.h"
#include "workers/rules/compiled_form.h"
#include "workers/rules/rules.h"

namespace gongkai {

// Sets message_zh and message_en from the rest of the diagnosis.
void SetMessages(const CompiledForm& form, const Reading& reading, Diagnosis* diagnosis);

}  // namespace gongkai
