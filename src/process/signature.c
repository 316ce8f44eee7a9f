/* SPDX-License-Identifier: MIT */
/* signature.c - SSH signatures of people of the register. */
#include "process/signature.h"

#include "base/arena.h"
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SSH_KEYGEN "/usr/bin/ssh-keygen"
#define TEXT_FILE "text"
#define SIGNATURE_FILE "signature"
#define SIGNERS_FILE "signers"

static const struct person *person_with(const struct people *people, struct span address)
{
	for (size_t i = 0; i < people->npersons; i++)
		for (size_t k = 0; k < people->persons[i].naddresses; k++)
			if (span_eq_fold(people->persons[i].addresses[k], address))
				return &people->persons[i];
	return NULL;
}

/* A key of the register that ssh-keygen can read: one line that begins with a type of key. Others may be for other purposes. */
static bool is_ssh_key(struct span key)
{
	return (span_starts(key, SPAN("ssh-")) || span_starts(key, SPAN("ecdsa-")) || span_starts(key, SPAN("sk-"))) && span_find(key, '\n') == key.len &&
	       span_find(key, '\r') == key.len;
}

/* The file of allowed signers (ssh-keygen(1)): this person's keys alone, so that nobody signs for somebody else. */
static struct span allowed_signers(struct arena *a, const struct person *person)
{
	struct span text = SPAN("");
	for (size_t i = 0; i < person->nkeys; i++)
		if (is_ssh_key(person->keys[i]))
			text = span_format(a, "%.*ssigner namespaces=\"" SIGNATURE_NAMESPACE "\" %.*s\n", SPAN_ARGS(text), SPAN_ARGS(person->keys[i]));
	return text;
}

/* Runs in the folder; its words are of no interest, only whether it said yes. */
static const struct failure *run_ssh_keygen(struct arena *a, const char *folder, bool *good)
{
	char program[] = SSH_KEYGEN, verb[] = "-Y", verify[] = "verify", f[] = "-f", signers[] = SIGNERS_FILE, i[] = "-I", signer[] = "signer", n[] = "-n",
	     space[] = SIGNATURE_NAMESPACE, s[] = "-s", signature[] = SIGNATURE_FILE, locale[] = "LC_ALL=C";
	char *const arguments[] = {program, verb, verify, f, signers, i, signer, n, space, s, signature, NULL};
	char *const environment[] = {locale, NULL};
	posix_spawn_file_actions_t actions;
	pid_t child;
	int status = 0;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir_np(&actions, folder);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, TEXT_FILE, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int error = posix_spawn(&child, SSH_KEYGEN, &actions, NULL, arguments, environment);
	posix_spawn_file_actions_destroy(&actions);
	if (error != 0)
		return failure_cured(a, failure(a, SSH_KEYGEN " cannot be run: %s", strerror(error)), SPAN("install the package openssh-client"));
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return failure(a, "ssh-keygen was lost: %s", strerror(errno));
	*good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	return NULL;
}

static void sweep(struct arena *a, const char *folder)
{
	static const char *const names[] = {TEXT_FILE, SIGNATURE_FILE, SIGNERS_FILE};
	for (size_t i = 0; i < COUNT(names); i++)
		unlink(span_string(a, span_format(a, "%s/%s", folder, names[i])));
	rmdir(folder);
}

static const struct failure *
ask(struct arena *a, const char *folder, const struct person *person, struct span text, struct span signature, bool *good)
{
	struct span place = span_of(folder);
	const struct failure *f = file_write(a, place, SPAN(TEXT_FILE), text);
	if (f == NULL)
		f = file_write(a, place, SPAN(SIGNATURE_FILE), signature);
	if (f == NULL)
		f = file_write(a, place, SPAN(SIGNERS_FILE), allowed_signers(a, person));
	return f != NULL ? f : run_ssh_keygen(a, folder, good);
}

const struct failure *signature_verify(struct arena *a, const struct people *people, struct span address, int64_t at, struct span text,
                                       struct span signature, const struct person **person)
{
	char folder[] = "/tmp/portcullis.XXXXXX";
	const struct person *signer = person_with(people, address);
	bool good = false;
	if (signer == NULL)
		return failure_of_usage(a, "nobody in the register of people has the address %.*s", SPAN_ARGS(address));
	if (at < signer->valid_from || at >= signer->valid_until)
		return failure_of_usage(a, "%.*s is not valid in the register on that day", SPAN_ARGS(signer->name));
	if (allowed_signers(a, signer).len == 0)
		return failure_of_usage(a, "the register gives %.*s no SSH key", SPAN_ARGS(signer->name));
	if (mkdtemp(folder) == NULL)
		return failure(a, "no folder can be made below /tmp: %s", strerror(errno));
	const struct failure *f = ask(a, folder, signer, text, signature, &good);
	sweep(a, folder);
	if (f == NULL && !good)
		f = failure_cured(a, failure_of_usage(a, "the signature is not by a key of %.*s over this text", SPAN_ARGS(signer->name)),
		                  SPAN("sign the file as it was printed: " SIGNATURE_COMMAND));
	if (f == NULL)
		*person = signer;
	return f;
}
