/* SPDX-License-Identifier: MIT */
/* gitmodules.c - any bytes as a .gitmodules file have a fault in words or none, and no setting is longer than the file. */
#include "fuzz.h"

#include "text/config_text.h"
#include "text/gitattributes.h"
#include "text/gitmodules.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	struct config_text config = config_text_of(a, text);
	size_t taken = 0;
	while (config_text_next(&config)) {
		taken += config.setting.key.len + config.setting.value.len;
		HOLDS(config.setting.key.len > 0 && taken <= len);
		span_touch(config.setting.section);
		span_touch(config.setting.subsection);
		span_touch(config.setting.value);
	}
	span_touch(gitmodules_fault(a, text));
	span_touch(gitattributes_fault(text));
	arena_free(a);
	return 0;
}
