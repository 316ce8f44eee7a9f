/* SPDX-License-Identifier: MIT */
/* dates.c - a day or moment is refused, or printed again as it was written and counted as the C library counts. */
#include "fuzz.h"

#include "base/date.h"

#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	int64_t seconds;
	if (date_read(text, &seconds)) {
		HOLDS(span_eq(date_print(a, seconds), text) && seconds % SECONDS_PER_DAY == 0);
		struct tm parts = {.tm_year = (int)strtol(text.at, NULL, 10) - 1900, .tm_mon = (int)strtol(text.at + 5, NULL, 10) - 1, .tm_mday = (text.at[8] - '0') * 10 + text.at[9] - '0'};
		HOLDS((int64_t)timegm(&parts) == seconds);
	}
	if (moment_read(text, &seconds)) {
		HOLDS(seconds >= 0 && seconds <= INT64_C(253402300799));
		HOLDS(text.at[0] == '@' || span_starts(moment_print(a, seconds), span_slice(text, 0, text.len - (text.len == 20))));
	}
	unsigned long number;
	if (span_number(text, 1000, &number))
		HOLDS(number <= 1000);
	if (len >= 8) {
		memcpy(&seconds, bytes, 8);
		HOLDS(date_print(a, seconds).len > 0 && moment_print(a, seconds).len > 0);
	}
	arena_free(a);
	return 0;
}
