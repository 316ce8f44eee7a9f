/* SPDX-License-Identifier: MIT */
/* last_word.c - the one way out when the program must stop at once. */
#include "base/last_word.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define STATUS_UNDECIDED 3

/* Set before the first signal can come, read by the handler alone: what is needed when nothing can be allocated. */
static struct {
	char directory[PATH_MAX];
	char prefix[64];
	volatile sig_atomic_t said;
} word;

struct line {
	char text[PATH_MAX + 512];
	size_t len;
};

static void add(struct line *l, const char *text)
{
	for (; *text != '\0' && l->len + 1 < sizeof l->text; text++)
		l->text[l->len++] = *text;
	l->text[l->len] = '\0';
}

static void add_number(struct line *l, unsigned long long n)
{
	char digits[24];
	size_t i = sizeof digits - 1;
	digits[i] = '\0';
	do {
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	add(l, digits + i);
}

static void write_all(int descriptor, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t written = write(descriptor, text, len);
		if (written <= 0)
			return;
		text += written;
		len -= (size_t)written;
	}
}

void last_word_prepare(const char *spool_directory, const char *prefix)
{
	if (spool_directory != NULL && strlen(spool_directory) < sizeof word.directory)
		memcpy(word.directory, spool_directory, strlen(spool_directory) + 1);
	else
		word.directory[0] = '\0';
	if (prefix != NULL && strlen(prefix) < sizeof word.prefix)
		memcpy(word.prefix, prefix, strlen(prefix) + 1);
}

/* A whole file or none: written under a name that nobody reads, then renamed. */
static void record(const char *why)
{
	struct timespec now;
	if (word.directory[0] == '\0' || clock_gettime(CLOCK_REALTIME, &now) != 0)
		return;
	struct line base = {.len = 0}, hidden = {.len = 0}, shown = {.len = 0}, text = {.len = 0};
	add_number(&base, (unsigned long long)now.tv_sec);
	add(&base, "-");
	add_number(&base, (unsigned long long)now.tv_nsec);
	add(&base, "-");
	add_number(&base, (unsigned long long)getpid());
	add(&hidden, word.directory), add(&hidden, "/."), add(&hidden, base.text), add(&hidden, ".tmp");
	add(&shown, word.directory), add(&shown, "/VRD-"), add(&shown, base.text), add(&shown, ".json");
	add(&text, "{\"portcullis-verdict\":1,\"id\":\"VRD-"), add(&text, base.text);
	add(&text, "\",\"at_seconds\":"), add_number(&text, (unsigned long long)now.tv_sec);
	add(&text, ",\"outcome\":\"undecided\",\"failure\":\""), add(&text, why), add(&text, "\"}\n");

	int file = open(hidden.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file < 0)
		return;
	write_all(file, text.text, text.len);
	if (fsync(file) == 0)
		(void)rename(hidden.text, shown.text);
	(void)close(file);
}

_Noreturn void last_word_say(const char *why)
{
	if (word.said)
		_exit(STATUS_UNDECIDED);
	word.said = 1;
	struct line l = {.len = 0};
	add(&l, word.prefix), add(&l, "error: Portcullis could not decide: "), add(&l, why), add(&l, "\n");
	add(&l, word.prefix), add(&l, "hint: nothing was accepted; tell the administrator of this repository if it happens again\n");
	record(why);
	write_all(STDERR_FILENO, l.text, l.len);
	_exit(STATUS_UNDECIDED);
}

static void on_signal(int number)
{
	static const struct {
		int number;
		const char *why;
	} reasons[] = {
		{SIGALRM, "the deadline has passed; push fewer commits at a time, or ask the administrator for a longer one"},
		{SIGXCPU, "the limit of processor time was reached"},
		{SIGXFSZ, "a file would have become larger than the limit allows"},
		{SIGTERM, "it was told to stop (SIGTERM)"},
		{SIGINT, "it was interrupted (SIGINT)"},
		{SIGHUP, "the connection was closed (SIGHUP)"},
		{SIGQUIT, "it was told to stop (SIGQUIT)"},
		{SIGBUS, "a file of the repository could not be read (SIGBUS)"},
	};
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (reasons[i].number == number)
			last_word_say(reasons[i].why);
	last_word_say("an internal error; this is a defect of Portcullis, please report it");
}

static void handle(const struct sigaction *action, const int *numbers, size_t count, bool only_default)
{
	for (size_t i = 0; i < count; i++) {
		struct sigaction before;
		if (only_default && sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_DFL)
			continue;
		(void)sigaction(numbers[i], action, NULL);
	}
}

void last_word_on_signals(void)
{
	static const int requests[] = {SIGALRM, SIGXCPU, SIGXFSZ, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
	static const int crashes[] = {SIGBUS, SIGSEGV, SIGILL, SIGFPE, SIGABRT}; /* a sanitizer keeps its own handlers */
	static char stack[64 * 1024];
	const stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
	(void)sigaltstack(&alternative, NULL);
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
	sigfillset(&action.sa_mask);
	handle(&action, requests, sizeof requests / sizeof requests[0], false);
	handle(&action, crashes, sizeof crashes / sizeof crashes[0], true);
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	(void)sigaction(SIGPIPE, &ignore, NULL);
}

void last_word_deadline(unsigned milliseconds)
{
	struct itimerval timer = {.it_value = {.tv_sec = milliseconds / 1000, .tv_usec = (suseconds_t)(milliseconds % 1000) * 1000}};
	(void)setitimer(ITIMER_REAL, &timer, NULL);
}
