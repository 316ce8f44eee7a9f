/* SPDX-License-Identifier: MIT */
/* crew.c - the same work done by several threads at once. */
#include "base/crew.h"

#include "base/last_word.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>

struct share {
	void (*work)(void *context, size_t member);
	void *context;
	size_t member;
	pthread_t thread;
	bool started;
};

size_t crew_processors(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int count = CPU_COUNT(&set);
	return count < 1 ? 1 : count > CREW_MOST ? CREW_MOST : (size_t)count;
}

static void *do_share(void *context)
{
	struct share *share = context;
	share->work(share->context, share->member);
	if (share->started)
		last_word_thread_ends();
	return NULL;
}

/* Told before the thread runs, who looks at it. */
static void begin(struct share *share)
{
	share->started = true;
	if (pthread_create(&share->thread, NULL, do_share, share) != 0)
		share->started = false;
}

/* The new threads inherit that no signal is for them. */
static void start(struct share *shares, size_t count)
{
	sigset_t all, before;
	sigfillset(&all);
	bool masked = pthread_sigmask(SIG_BLOCK, &all, &before) == 0;
	for (size_t i = 1; masked && i < count; i++)
		begin(&shares[i]);
	if (masked)
		(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void crew_run(size_t count, void (*work)(void *context, size_t member), void *context)
{
	struct share shares[CREW_MOST];
	for (size_t i = 0; i < count; i++)
		shares[i] = (struct share){.work = work, .context = context, .member = i};
	start(shares, count);
	for (size_t i = 0; i < count; i++)
		if (!shares[i].started)
			(void)do_share(&shares[i]);
	for (size_t i = 0; i < count; i++)
		if (shares[i].started)
			(void)pthread_join(shares[i].thread, NULL);
}

size_t counter_take(struct counter *c)
{
	return __atomic_fetch_add(&c->next, 1, __ATOMIC_RELAXED);
}
