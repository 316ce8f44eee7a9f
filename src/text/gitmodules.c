/* SPDX-License-Identifier: MIT */
/* gitmodules.c - what git's fsck calls an error in a .gitmodules file. */
#include "text/gitmodules.h"

#include "base/arena.h"
#include "text/config_text.h"

static bool is_slash(char byte)
{
	return byte == '/' || byte == '\\';
}

/* A name that leads out of the folder in which git keeps submodules. */
static bool climbs(struct span name)
{
	for (size_t from = 0; from < name.len;) {
		size_t to = from;
		while (to < name.len && !is_slash(name.at[to]))
			to++;
		if (span_eq(span_slice(name, from, to), SPAN("..")))
			return true;
		from = to + 1;
	}
	return false;
}

static bool holds_line_feed(struct span url)
{
	return span_find(url, '\n') != url.len || span_holds(url, SPAN("%0a")) || span_holds(url, SPAN("%0A"));
}

/* How many folders a relative url goes up; the rest of it stays. */
static size_t ups(struct span *url)
{
	size_t count = 0;
	for (;;) {
		if (span_starts(*url, SPAN("../")))
			count++;
		else if (!span_starts(*url, SPAN("./")))
			return count;
		*url = span_from(*url, span_find(*url, '/') + 1);
	}
}

/* What git hands to curl: `https://...`, or what follows `https::`. */
static bool goes_to_curl(struct span url, struct span *inner)
{
	static const char *const schemes[] = {"http", "https", "ftp", "ftps"};
	size_t colon = span_find(url, ':');
	struct span behind = span_from(url, colon);
	bool known = false;
	for (size_t i = 0; i < COUNT(schemes); i++)
		known = known || span_eq(span_slice(url, 0, colon), span_of(schemes[i]));
	*inner = span_starts(behind, SPAN("::")) ? span_from(behind, 2) : url;
	return known && (span_starts(behind, SPAN("::")) || span_starts(behind, SPAN("://")));
}

static const char *host_fault(struct span url)
{
	size_t colon = span_find(url, ':'), end = 0;
	struct span host = span_from(url, colon + 3);
	if (colon == 0 || !span_starts(span_from(url, colon), SPAN("://")))
		return "its url has no scheme";
	while (end < host.len && host.at[end] != '/' && host.at[end] != '?' && host.at[end] != '#')
		end++;
	size_t at = span_find(span_slice(host, 0, end), '@');
	if (end == 0 || at + 1 == end)
		return "its url has no host";
	return holds_line_feed(url) ? "its url holds a line feed" : NULL;
}

static const char *url_fault(struct span url)
{
	struct span inner = url;
	if (span_starts(url, SPAN("-")))
		return "its url would be taken for an option";
	if (!span_starts(url, SPAN("./")) && !span_starts(url, SPAN("../")))
		return goes_to_curl(url, &inner) ? host_fault(inner) : NULL;
	if (holds_line_feed(url))
		return "its url holds a line feed";
	if (ups(&inner) > 0 && (span_starts(inner, SPAN(":")) || span_starts(inner, SPAN("/"))))
		return "its url leads to another host";
	return NULL;
}

static const char *setting_fault(const struct config_setting *s)
{
	if (s->subsection.len == 0 || climbs(s->subsection))
		return "its name is empty or leads out of its folder";
	if (!s->has_value)
		return NULL;
	if (span_eq(s->key, SPAN("url")))
		return url_fault(s->value);
	if (span_eq(s->key, SPAN("path")) && span_starts(s->value, SPAN("-")))
		return "its path would be taken for an option";
	if (span_eq(s->key, SPAN("update")) && span_starts(s->value, SPAN("!")))
		return "its update would run a command";
	return NULL;
}

struct span gitmodules_fault(struct arena *a, struct span bytes)
{
	if (span_find(bytes, '\0') != bytes.len)
		return SPAN(".gitmodules holds a NUL byte, at which git stops a value and other readers do not");
	struct config_text config = config_text_of(a, bytes);
	while (config_text_next(&config)) {
		const struct config_setting *s = &config.setting;
		const char *fault = s->has_subsection && span_eq(s->section, SPAN("submodule")) ? setting_fault(s) : NULL;
		if (fault != NULL)
			return span_format(a, ".gitmodules: submodule %.*s: %s", SPAN_ARGS(s->subsection), fault);
	}
	return SPAN("");
}
