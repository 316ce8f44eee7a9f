/* SPDX-License-Identifier: MIT */
/* date.h - days and moments in UTC. */
#ifndef PORTCULLIS_BASE_DATE_H
#define PORTCULLIS_BASE_DATE_H

#include "base/span.h"

#include <stdint.h>

struct arena;

#define SECONDS_PER_DAY INT64_C(86400)

/* YYYY-MM-DD of the Gregorian calendar (ISO 8601), years 1970 to 9999: seconds since 1970 of its first moment. */
bool date_read(struct span, int64_t *seconds);
/* The same, or YYYY-MM-DDTHH:MM:SSZ, or "@" and seconds since 1970. */
bool moment_read(struct span, int64_t *seconds);
/* YYYY-MM-DD, and YYYY-MM-DDTHH:MM:SSZ, in the arena. */
struct span date_print(struct arena *, int64_t seconds);
struct span moment_print(struct arena *, int64_t seconds);
/* Whether the day that began then has gone by: what is due on a day may still be done on it. */
bool day_is_over(int64_t day, int64_t now);
/* The server's clock: seconds, and microseconds since 1970. */
int64_t moment_now(void);
int64_t moment_now_microseconds(void);

#endif
