/* SPDX-License-Identifier: MIT */
/* date.c - days and moments in UTC. */
#include "base/date.h"

#include "base/arena.h"

#include <time.h>

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar: years run from March, so that the leap day comes last. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	year -= month <= 2;
	int64_t era = year / 400;
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

static bool number_at(struct span s, size_t from, size_t len, unsigned long *number)
{
	return from + len <= s.len && span_number(span_slice(s, from, from + len), 9999, number);
}

static bool is_leap(unsigned long year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_read(struct span s, int64_t *seconds)
{
	static const unsigned long lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	unsigned long year, month, day;
	if (s.len != 10 || s.at[4] != '-' || s.at[7] != '-')
		return false;
	if (!number_at(s, 0, 4, &year) || !number_at(s, 5, 2, &month) || !number_at(s, 8, 2, &day))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1)
		return false;
	if (day > lengths[month - 1] + (month == 2 && is_leap(year) ? 1 : 0))
		return false;
	*seconds = days_of((int64_t)year, (int64_t)month, (int64_t)day) * SECONDS_PER_DAY;
	return true;
}

bool moment_read(struct span s, int64_t *seconds)
{
	unsigned long number, hour, minute, second;
	if (s.len > 1 && s.at[0] == '@') {
		if (!span_number(span_from(s, 1), 253402300799UL, &number))
			return false;
		*seconds = (int64_t)number;
		return true;
	}
	int64_t day;
	if (s.len == 10)
		return date_read(s, seconds);
	if (s.len != 20 || !date_read(span_slice(s, 0, 10), &day))
		return false;
	if (s.at[10] != 'T' || s.at[13] != ':' || s.at[16] != ':' || s.at[19] != 'Z')
		return false;
	if (!number_at(s, 11, 2, &hour) || !number_at(s, 14, 2, &minute) || !number_at(s, 17, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	*seconds = day + (int64_t)(hour * 3600 + minute * 60 + second);
	return true;
}

/* The last second of the largest year that the C library prints; it reads the machine's time zone for it, which we do not need. */
#define LAST_SECOND INT64_C(67768036191676799)

struct day {
	int64_t year, month, day;
};

/* The way back from days since 1970-01-01. */
static struct day day_of(int64_t days)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day_of_era = days - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	struct day d = {.year = year_of_era + era * 400, .month = month < 10 ? month + 3 : month - 9, .day = day_of_year - (153 * month + 2) / 5 + 1};
	d.year += d.month <= 2;
	return d;
}

static bool is_in_range(int64_t seconds)
{
	return seconds >= -LAST_SECOND && seconds <= LAST_SECOND;
}

/* Days are whole from midnight on, before 1970 too. */
static int64_t days_before(int64_t seconds)
{
	return (seconds - (seconds < 0 ? SECONDS_PER_DAY - 1 : 0)) / SECONDS_PER_DAY;
}

struct span date_print(struct arena *a, int64_t seconds)
{
	if (!is_in_range(seconds))
		return SPAN("(a day out of range)");
	struct day d = day_of(days_before(seconds));
	return span_format(a, "%lld-%02d-%02d", (long long)d.year, (int)d.month, (int)d.day);
}

struct span moment_print(struct arena *a, int64_t seconds)
{
	if (!is_in_range(seconds))
		return SPAN("(a moment out of range)");
	int of_day = (int)(seconds - days_before(seconds) * SECONDS_PER_DAY);
	return span_format(a, "%.*sT%02d:%02d:%02dZ", SPAN_ARGS(date_print(a, seconds)), of_day / 3600, of_day / 60 % 60, of_day % 60);
}

int64_t moment_now(void)
{
	return (int64_t)time(NULL);
}

int64_t moment_now_microseconds(void)
{
	struct timespec now = {0};
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bool day_is_over(int64_t day, int64_t now)
{
	return now >= day + SECONDS_PER_DAY;
}
