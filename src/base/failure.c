/* SPDX-License-Identifier: MIT */
/* failure.c - what we could not do. */
#include "base/failure.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 2, 0))) static struct span print(struct arena *a, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		return SPAN("(a message that could not be formatted)");
	char *text = arena_take(a, (size_t)len + 1, 1);
	(void)vsnprintf(text, (size_t)len + 1, format, arguments);
	return (struct span){text, (size_t)len};
}

__attribute__((format(printf, 3, 0))) static const struct failure *
make(struct arena *a, enum failure_kind kind, const char *format, va_list arguments)
{
	struct failure *f = arena_take(a, 1, sizeof *f);
	f->kind = kind;
	f->text = print(a, format, arguments);
	f->cure = SPAN("");
	return f;
}

const struct failure *failure(struct arena *a, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	const struct failure *f = make(a, FAILURE_UNDECIDED, format, arguments);
	va_end(arguments);
	return f;
}

const struct failure *failure_of_policy(struct arena *a, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	const struct failure *f = make(a, FAILURE_POLICY, format, arguments);
	va_end(arguments);
	return f;
}

const struct failure *failure_of_usage(struct arena *a, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	const struct failure *f = make(a, FAILURE_USAGE, format, arguments);
	va_end(arguments);
	return f;
}

const struct failure *failure_copy(struct arena *a, const struct failure *f)
{
	if (f == NULL)
		return NULL;
	struct failure *copy = arena_take(a, 1, sizeof *copy);
	*copy = (struct failure){f->kind, span_copy(a, f->text), span_copy(a, f->cure)};
	return copy;
}

const struct failure *failure_cured(struct arena *a, const struct failure *f, struct span cure)
{
	if (f == NULL)
		return NULL;
	struct failure *cured = arena_take(a, 1, sizeof *cured);
	*cured = *f;
	cured->cure = cure;
	return cured;
}

const struct failure *failure_within(struct arena *a, const struct failure *f, const char *context, ...)
{
	if (f == NULL)
		return NULL;
	va_list arguments;
	va_start(arguments, context);
	struct span where = print(a, context, arguments);
	va_end(arguments);
	struct failure *within = arena_take(a, 1, sizeof *within);
	*within = *f;
	within->text = span_format(a, "%.*s: %.*s", SPAN_ARGS(where), SPAN_ARGS(f->text));
	return within;
}
