/* SPDX-License-Identifier: MIT */
/* last_word.h - the one way out when the program must stop at once: "could not decide", said and recorded. */
#ifndef PORTCULLIS_BASE_LAST_WORD_H
#define PORTCULLIS_BASE_LAST_WORD_H

/*
 * Where the record of a sudden end goes: a directory (it is copied), or NULL for none. The line goes to
 * standard error behind `prefix` ("" or a host's own mark).
 */
void last_word_prepare(const char *spool_directory, const char *prefix);

/*
 * The record of a sudden end, foreseen while there is still memory: the file's name, and what stands in front of and behind the reason.
 * They must stay where they are. Without this the record says only that, when and why.
 */
void last_word_foresee(const char *file_name, const char *head, unsigned long head_length, const char *tail, unsigned long tail_length);

/* From now on SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGXCPU and crashes end in the last word; SIGPIPE and SIGXFSZ are ignored. */
void last_word_on_signals(void);

/* From now on the end of the process that started this one ends it too, in the last word: nobody is left to hear another. */
void last_word_when_orphaned(void);

/* After so many milliseconds the last word is said, whatever the program is doing then; 0 takes it back. */
void last_word_deadline(unsigned milliseconds);

/*
 * After so many seconds of this thread's processor time the last word says that an object cannot be read; 0 takes it back. (libgit2
 * 1.5 inflates a loose object that is cut short for ever.)
 */
void last_word_patience(unsigned seconds);
/* A thread that ends gives back the timer that its patience took. */
void last_word_thread_ends(void);

/*
 * Says why, leaves a record, ends the process with status 3. Uses nothing but async-signal-safe calls and
 * the stack. The text must be ours (nothing from a push).
 */
_Noreturn void last_word_say(const char *why);

#endif
