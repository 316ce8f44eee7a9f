/* SPDX-License-Identifier: MIT */
/* confinement.c - least privilege for ourselves. */
#include "base/confinement.h"

#include "base/last_word.h"
#include "base/span.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* What may be read later: git's own variables for hooks, and the login variables of the hosts. */
static const char *const allowed[] = {"GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_NAMESPACE",
                                      "GIT_PUSH_CERT", "GIT_PUSH_CERT_SIGNER",
                                      "GIT_PUSH_CERT_STATUS", "REMOTE_USER", "GL_USER", "GL_USERNAME", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};

static bool is_allowed(const char *variable)
{
	size_t len = strcspn(variable, "=");
	for (size_t i = 0; i < COUNT(allowed); i++)
		if (strlen(allowed[i]) == len && strncmp(allowed[i], variable, len) == 0)
			return true;
	return false;
}

static void clean_environment(void)
{
	size_t kept = 0;
	for (size_t i = 0; environ[i] != NULL; i++)
		if (is_allowed(environ[i]))
			environ[kept++] = environ[i];
	environ[kept] = NULL;
}

/* A file opened later must not land where answers are written. */
static void fill_descriptors(void)
{
	for (int i = 0; i <= 2; i++)
		if (fcntl(i, F_GETFD) < 0 && open("/dev/null", i == 0 ? O_WRONLY : O_RDWR) != i)
			last_word_say("a standard descriptor is closed and cannot be opened");
}

void confine_process(void)
{
	const struct rlimit no_core = {0, 0};
	fill_descriptors();
	clean_environment();
	(void)umask(077);
	if (setrlimit(RLIMIT_CORE, &no_core) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		last_word_say("the process could not be confined");
	last_word_when_orphaned();
}
