/* SPDX-License-Identifier: MIT */
/* last_word.c - the one way out when the program must stop at once. */
#include "base/last_word.h"

#include "base/version.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define STATUS_UNDECIDED 3

/* Set before the first signal can come, read by the handler alone: what is needed when nothing can be allocated. */
static struct {
	char directory[PATH_MAX];
	char prefix[64];
	pid_t speaker; /* the thread that says it; 0: none yet */
	pid_t parent;
} word;

static struct {
	const char *name, *head, *tail;
	unsigned long head_length, tail_length;
} foreseen;

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

static void add_padded(struct line *l, long long number, int digits)
{
	long long weight = 1;
	for (int i = 1; i < digits; i++)
		weight *= 10;
	for (; weight > 0; weight /= 10)
		add(l, (const char[]){(char)('0' + number / weight % 10), '\0'});
}

/* YYYY-MM-DDTHH:MM:SSZ by arithmetic alone: the C library's calendar may not be called from a signal handler. */
static void add_moment(struct line *l, long long seconds)
{
	long long days = seconds / 86400 + 719468, era = days / 146097, day_of_era = days - era * 146097;
	long long year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	long long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	long long shifted = (5 * day_of_year + 2) / 153, month = shifted < 10 ? shifted + 3 : shifted - 9;
	add_padded(l, year_of_era + era * 400 + (month <= 2), 4), add(l, "-");
	add_padded(l, month, 2), add(l, "-");
	add_padded(l, day_of_year - (153 * shifted + 2) / 5 + 1, 2), add(l, "T");
	add_padded(l, seconds / 3600 % 24, 2), add(l, ":");
	add_padded(l, seconds / 60 % 60, 2), add(l, ":");
	add_padded(l, seconds % 60, 2), add(l, "Z");
}

static bool write_all(int descriptor, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t written = write(descriptor, text, len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		text += written;
		len -= (size_t)written;
	}
	return true;
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

void last_word_foresee(const char *file_name, const char *head, unsigned long head_length, const char *tail, unsigned long tail_length)
{
	foreseen.name = file_name;
	foreseen.head = head;
	foreseen.head_length = head_length;
	foreseen.tail = tail;
	foreseen.tail_length = tail_length;
}

/* When nothing was foreseen: what can be said without knowing the push. */
static void make_up(struct line *name, struct line *head, struct line *tail)
{
	struct timespec now = {0};
	(void)clock_gettime(CLOCK_REALTIME, &now);
	add(name, "VRD-"), add_number(name, (unsigned long long)now.tv_sec), add(name, "-");
	add_number(name, (unsigned long long)now.tv_nsec), add(name, "-"), add_number(name, (unsigned long long)getpid());
	add(head, "{\"portcullis-verdict\":1,\"id\":\""), add(head, name->text), add(head, "\",\"at\":\""), add_moment(head, now.tv_sec);
	add(head, "\",\"engine\":\"" PORTCULLIS_VERSION "\",\"outcome\":\"undecided\",\"exit\":3,\"updates\":[],\"findings\":[],\"notices\":[],"
	          "\"failure\":{\"text\":\"");
	add(tail, "\"}}\n");
	add(name, ".json");
}

/* A whole file or none: written under a name that nobody reads, then renamed. */
static void record(const char *why)
{
	static struct line name, head, tail, hidden, shown;
	if (word.directory[0] == '\0')
		return;
	if (foreseen.name == NULL) {
		make_up(&name, &head, &tail);
		last_word_foresee(name.text, head.text, head.len, tail.text, tail.len);
	}
	add(&hidden, word.directory), add(&hidden, "/."), add(&hidden, foreseen.name), add(&hidden, ".tmp");
	add(&shown, word.directory), add(&shown, "/"), add(&shown, foreseen.name);

	int file = open(hidden.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file < 0)
		return;
	bool whole = write_all(file, foreseen.head, foreseen.head_length) && write_all(file, why, strlen(why)) &&
	             write_all(file, foreseen.tail, foreseen.tail_length) && fsync(file) == 0 && rename(hidden.text, shown.text) == 0;
	(void)close(file);
	if (!whole)
		(void)unlink(hidden.text);
}

/* It was said before: by this thread, which fell while it spoke, or by another, which ends us all when it has spoken. */
_Noreturn static void leave_or_wait(void)
{
	if (word.speaker == gettid())
		_exit(STATUS_UNDECIDED);
	for (;;)
		(void)pause();
}

_Noreturn void last_word_say(const char *why)
{
	pid_t nobody = 0;
	if (!__atomic_compare_exchange_n(&word.speaker, &nobody, gettid(), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		leave_or_wait();
	struct line l = {.len = 0};
	add(&l, word.prefix), add(&l, "error: Portcullis could not decide: "), add(&l, why), add(&l, "\n");
	add(&l, word.prefix), add(&l, "hint: nothing was accepted; tell the administrator of this repository if it happens again\n");
	record(why);
	(void)write_all(STDERR_FILENO, l.text, l.len);
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
		{SIGVTALRM, "an object of the repository cannot be read to its end; the administrator finds it with git fsck"},
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
	static const int requests[] = {SIGALRM, SIGVTALRM, SIGXCPU, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
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
	(void)sigaction(SIGXFSZ, &ignore, NULL); /* the write itself tells, and what it began is taken away */
}

void last_word_deadline(unsigned milliseconds)
{
	struct itimerval timer = {.it_value = {.tv_sec = milliseconds / 1000, .tv_usec = (suseconds_t)(milliseconds % 1000) * 1000}};
	(void)setitimer(ITIMER_REAL, &timer, NULL);
}

/* Of this thread's processor time. */
static _Thread_local timer_t patience;
static _Thread_local bool has_patience;

void last_word_patience(unsigned seconds)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGVTALRM};
	const struct itimerspec limit = {.it_value = {.tv_sec = (time_t)seconds}};
	has_patience = has_patience || timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &patience) == 0;
	if (has_patience)
		(void)timer_settime(patience, 0, &limit, NULL);
}

void last_word_thread_ends(void)
{
	if (has_patience)
		(void)timer_delete(patience);
	has_patience = false;
}

/* The kernel also sends the signal when only a thread of the parent ends: then there is a parent still. */
static void on_parents_end(int number)
{
	(void)number;
	if (getppid() != word.parent)
		last_word_say("the program that asked has ended");
}

void last_word_when_orphaned(void)
{
	struct sigaction action = {.sa_handler = on_parents_end, .sa_flags = SA_ONSTACK | SA_RESTART};
	sigfillset(&action.sa_mask);
	word.parent = getppid();
	if (sigaction(SIGUSR2, &action, NULL) == 0)
		(void)prctl(PR_SET_PDEATHSIG, SIGUSR2, 0, 0, 0);
}
