/* SPDX-License-Identifier: MIT */
/* test_identity.c - who is meant by `Name <mail>`, and who is nobody. */
#include "base/arena.h"
#include "text/addresses.h"
#include "text/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static const struct people nobody = {.known = false};

static const struct span roe_addresses[] = {{"Roe@Example.org", 15}, {"roe@home.example", 16}};
static const struct span roe_logins[] = {{"gitlab:roe", 10}};
static const struct span shy_logins[] = {{"gitlab:shy", 10}};
static const struct person persons[] = {
	{.name = {"R. Roe", 6},
	 .addresses = roe_addresses,
	 .naddresses = 2,
	 .logins = roe_logins,
	 .nlogins = 1,
	 .valid_until = INT64_MAX},
	{.name = {"Shy", 3}, .logins = shy_logins, .nlogins = 1, .valid_until = INT64_MAX},
};

static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)1 << 28);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *complaint(const char *value)
{
	struct identity identity;
	return span_string(arena, identity_read(arena, &nobody, span_of(value), SPAN(""), &identity));
}

static const char *key(const struct people *people, const char *name, const char *mail)
{
	return span_string(arena, identity_of(arena, people, span_of(name), span_of(mail)).key);
}

static struct people people_of(const char *mailmap)
{
	struct people people = {.persons = persons, .npersons = COUNT(persons), .known = true};
	const struct failure *f = mailmap_read(arena, SPAN(".mailmap"), span_of(mailmap), &people.aliases, &people.naliases);
	assert_null(f);
	return people;
}

static void every_spelling_of_an_address_in_a_text_is_told(void **state)
{
	static const char *const texts[] = {"mailto:roe@b.c", "R. Roe/roe@b.c", "[roe@b.c]", "{roe@b.c}", "R|roe@b.c", "x roe@b.c.", "'roe@b.c'", "a@b roe@b.c"};
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct addresses found = addresses_in(span_of(texts[i]));
		struct span address;
		bool told = false;
		while (addresses_next(&found, &address))
			told = told || span_eq(address, SPAN("roe@b.c"));
		assert_true(told);
	}
	struct addresses none = addresses_in(SPAN("R. Roe @ ACME (@roe), roe@ and @acme"));
	struct span address;
	assert_false(addresses_next(&none, &address));
	struct addresses marked = addresses_in(SPAN("o'roe@b.c"));
	assert_true(addresses_next(&marked, &address) && span_eq(address, SPAN("o'roe@b.c")));
}

static void one_address_is_one_person_unless_the_mailmap_knows_both_names(void **state)
{
	(void)state;
	struct people people = people_of("A <a@x> A <both@x>\nB <b@x> B <both@x>\n");
	struct identity a = identity_of(arena, &people, SPAN("A"), SPAN("both@x")), b = identity_of(arena, &people, SPAN("B"), SPAN("Both@x"));
	struct identity c = identity_of(arena, &people, SPAN("C"), SPAN("both@x"));
	assert_false(identity_same(&a, &b));
	assert_true(identity_same(&a, &c));
	assert_true(identity_same(&c, &b));
}

static void one_name_and_one_address_are_read(void **state)
{
	(void)state;
	struct identity identity = {.name = {"", 0}};
	assert_int_equal(
		identity_read(arena, &nobody, SPAN("  Ren\xc3\xa9 O'Roe, Jr.  <Rene.O'Roe+x@Example.ORG> "), SPAN(""), &identity).len, 0);
	assert_true(span_eq(identity.name, SPAN("Ren\xc3\xa9 O'Roe, Jr.")));
	assert_true(span_eq(identity.key, SPAN("rene.o'roe+x@example.org")));
	assert_null(identity.person);
	assert_string_equal(complaint("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"), "");
	assert_string_equal(complaint("Jos\xe9 <jose@example.org>"), "");
	assert_string_equal(complaint("\xe5\xbc\xa0\xe4\xbc\x9f <zhang@example.org>"), "");
	assert_string_equal(complaint("Roe<roe@localhost>"), "");
	assert_string_equal(complaint("roe@example.org <ROE@example.org>"), "");
}

static void what_is_no_name_and_address_says_why(void **state)
{
	(void)state;
	assert_string_equal(complaint(""), "is empty");
	assert_string_equal(complaint("R. Roe"), "has no address in angle brackets");
	assert_string_equal(complaint("roe@example.org"), "has no address in angle brackets");
	assert_string_equal(complaint("R. Roe >roe@example.org<"), "has no address in angle brackets");
	assert_string_equal(complaint("R. Roe <roe@example.org"), "has no address in angle brackets");
	assert_string_equal(complaint("<roe@example.org>"), "has no name in front of the address");
	assert_string_equal(complaint("R. Roe <>"), "has an empty address");
	assert_string_equal(complaint("R. Roe < >"), "has an empty address");
	assert_string_equal(complaint("A <a@x>, B <b@x>"), "has more than one address");
	assert_string_equal(complaint("A <a@x> <b@x>"), "has more than one address");
	assert_string_equal(complaint("A <a@x@y>"), "has more than one address");
	assert_string_equal(complaint("a@x <b@x>"), "has more than one address");
	assert_string_equal(complaint("A <a@x> (looks good)"), "has text behind its address");
	assert_string_equal(complaint("A <a at x>"), "has something that is no address in its angle brackets");
	assert_string_equal(complaint("A <@x>"), "has something that is no address in its angle brackets");
	assert_string_equal(complaint("A <a@>"), "has something that is no address in its angle brackets");
	assert_string_equal(complaint("A <a@x..y>"), "has something that is no address in its angle brackets");
	assert_string_equal(complaint("A <a@x,b>"), "has something that is no address in its angle brackets");
	assert_string_equal(complaint("A <\xd0\xb0@example.org>"), "has an address with other than printable ASCII");
}

static void placeholders_are_nobody(void **state)
{
	(void)state;
	static const char *const values[] = {"NAME <MAIL>",
					     "TODO",
					     "tbd",
					     "n/a",
					     "none",
					     "...",
					     "-",
					     "TODO <todo@example.org>",
					     "Your Name <you@example.com>",
					     "R. Roe <MAIL>",
					     "Nobody <a@x>"};
	for (size_t i = 0; i < COUNT(values); i++)
		assert_string_equal(complaint(values[i]), "is a placeholder");
	assert_string_equal(complaint("Nona <nona@example.org>"), "");
	assert_string_equal(complaint("C. Null <mail@null.example>"), "");
}

static void what_cannot_be_seen_is_refused(void **state)
{
	(void)state;
	static const char *const values[] = {"R\xe2\x80\x8boe <roe@example.org>", "Roe\xe2\x80\xae <roe@example.org>",
					     "Roe <roe@exam\xc2\xadple.org>",     "Roe\r <roe@example.org>",
					     "Roe\x1b[1m <roe@example.org>",      "Roe\x85 <roe@example.org>"};
	for (size_t i = 0; i < COUNT(values); i++)
		assert_string_equal(complaint(values[i]), "holds characters that cannot be seen");
}

static void addresses_of_one_person_have_one_key(void **state)
{
	(void)state;
	struct people people = people_of("");
	assert_string_equal(key(&people, "x", "ROE@home.example"), "roe@example.org");
	assert_string_equal(key(&people, "x", "roe@example.org"), "roe@example.org");
	assert_string_equal(key(&people, "x", "Roes@example.org"), "roes@example.org");
	assert_ptr_equal(identity_of(arena, &people, SPAN(""), SPAN("roe@home.example")).person, &persons[0]);
}

static void an_empty_address_is_nobodys_address(void **state)
{
	(void)state;
	assert_string_equal(key(&nobody, "Roe@x", ""), " roe@x");
}

static void a_mailmap_is_applied_before_the_register(void **state)
{
	(void)state;
	struct people people = people_of("R. Roe <roe@home.example> <old@example.org>\n");
	assert_string_equal(key(&people, "x", "OLD@example.org"), "roe@example.org");
	/* An alias to an address outside of the register does not take a person out of it. */
	people = people_of("<other@example.org> <roe@example.org>\n");
	assert_string_equal(key(&people, "x", "roe@example.org"), "roe@example.org");
}

static void a_login_is_looked_up_on_its_host_alone(void **state)
{
	(void)state;
	struct people people = people_of("");
	assert_ptr_equal(identity_of_login(arena, &people, SPAN("gitlab"), SPAN("ROE")).person, &persons[0]);
	assert_true(span_eq(identity_of_login(arena, &people, SPAN("gitlab"), SPAN("roe")).key, SPAN("roe@example.org")));
	assert_ptr_equal(identity_of_login(arena, &people, SPAN("gitlab"), SPAN("shy")).person, &persons[1]);
	struct identity stranger = identity_of_login(arena, &people, SPAN("gitea"), SPAN("roe"));
	assert_null(stranger.person);
	assert_int_equal(stranger.mail.len, 0);
	/* Some hosts give an address for a login. */
	assert_ptr_equal(identity_of_login(arena, &people, SPAN("gitea"), SPAN("roe@home.example")).person, &persons[0]);
}

static void a_mailmap_that_git_reads_otherwise_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"Roe\n",           "Roe <roe@x\n",
					  "Roe <> <a@x>\n",  "Roe <a@x> <b@x> <c@x>\n",
					  "Roe <a@x> Doe\n", "Roe <a@x> # was <b@x>\n",
					  " # Roe <a@x>\n"};
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct alias *aliases;
		size_t count;
		struct span text = span_format(arena, "# first line\n%s", bad[i]);
		const struct failure *f = mailmap_read(arena, SPAN("m"), text, &aliases, &count);
		assert_non_null(f);
		assert_int_equal(f->kind, FAILURE_POLICY);
		assert_true(span_starts(f->text, SPAN("m:2: ")));
	}
	const struct alias *aliases;
	size_t count;
	assert_non_null(mailmap_read(arena, SPAN("m"), SPAN("Roe\0 <a@x>\n"), &aliases, &count));
}

static const char mailmap[] = "# comment\n"
			      "\n"
			      "Proper One <one@example.org>\n"
			      "<two@example.org> <TWO@old.example>\n"
			      "Proper Three <three@example.org> <three@old.example> # a comment\r\n"
			      "Proper Four <four@example.org> Commit Four <shared@example.org>\n"
			      "Proper Five <five@example.org> Commit Five <shared@example.org>\n"
			      "Shared <shared@example.org>\n"
			      "First Six <six@example.org> <six@old.example>\n"
			      "Second Six <six@old.example>\n"
			      "<seven-b@example.org> <seven@old.example>\n"
			      "<seven-c@example.org> <seven@old.example>\n"
			      "Eight <eight@example.org> The Eighth <eight@old.example>\n"
			      "<eight-b@example.org> THE EIGHTH <eight@old.example>\n"
			      "  Nine   <nine@example.org>   <nine@old.example>\n"
			      "Ten <ten@example.org> <>\n"
			      "<eleven@example.org>\n"
			      "<one@example.org> <chain@example.org> # no chains";

static const char *const names[] = {"Somebody", "Commit Four", "commit FIVE", "The Eighth"};
static const char *const mails[] = {
	"one@example.org",    "ONE@EXAMPLE.ORG",   "two@old.example",     "three@old.example", "shared@example.org",
	"six@old.example",    "seven@old.example", "eight@old.example",   "nine@old.example",  "",
	"eleven@example.org", "chain@example.org", "stranger@example.org"};

/* Runs a program of the path in the folder, far from anybody's configuration; its input and output are files of the folder. */
static void run(const char *folder, const char *const *words)
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		char *arguments[16] = {NULL};
		for (size_t i = 0; i + 1 < COUNT(arguments) && words[i] != NULL; i++)
			arguments[i] = strdup(words[i]);
		if (chdir(folder) == 0 && freopen("asked", "r", stdin) != NULL && freopen("answer", "w", stdout) != NULL)
			execv("/usr/bin/env", arguments);
		_exit(127);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static FILE *file_in(const char *folder, const char *name, const char *mode)
{
	FILE *file = fopen(span_format(arena, "%s/%s", folder, name).at, mode);
	assert_non_null(file);
	return file;
}

/* Asks git about all pairs of names and addresses; its answer stands in the folder. */
static void ask_git(char *folder)
{
	static const char *const init[] = {"env", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "git", "init", "-q", ".", NULL};
	static const char *const ask[] = {"env", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "git",
	                                  "-c",  "mailmap.file=map",      "check-mailmap",               "--stdin", NULL};
	assert_non_null(mkdtemp(folder));
	FILE *file = file_in(folder, "map", "w");
	fputs(mailmap, file);
	fclose(file);
	file = file_in(folder, "asked", "w");
	for (size_t n = 0; n < COUNT(names); n++)
		for (size_t m = 0; m < COUNT(mails); m++)
			fprintf(file, "%s <%s>\n", names[n], mails[m]);
	fclose(file);
	run(folder, init);
	run(folder, ask);
}

static void names_and_addresses_are_mapped_as_git_maps_them(void **state)
{
	(void)state;
	char folder[] = "/tmp/mailmap.XXXXXX", line[512];
	struct people people = people_of(mailmap);
	ask_git(folder);
	FILE *answer = file_in(folder, "answer", "r");
	for (size_t n = 0; n < COUNT(names); n++)
		for (size_t m = 0; m < COUNT(mails); m++) {
			struct span name = span_of(names[n]), mail = span_of(mails[m]);
			mailmap_map(&people, &name, &mail);
			assert_non_null(fgets(line, sizeof(line), answer));
			struct span ours = span_format(arena, "%.*s <%.*s>\n", SPAN_ARGS(name), SPAN_ARGS(mail));
			assert_string_equal(ours.at, line);
		}
	assert_null(fgets(line, sizeof(line), answer));
	fclose(answer);
	const char *const clean[] = {"env", "rm", "-rf", folder, NULL};
	run(folder, clean);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_of_an_address_in_a_text_is_told),
		cmocka_unit_test(one_address_is_one_person_unless_the_mailmap_knows_both_names),
		cmocka_unit_test(one_name_and_one_address_are_read),
		cmocka_unit_test(what_is_no_name_and_address_says_why),
		cmocka_unit_test(placeholders_are_nobody),
		cmocka_unit_test(what_cannot_be_seen_is_refused),
		cmocka_unit_test(addresses_of_one_person_have_one_key),
		cmocka_unit_test(an_empty_address_is_nobodys_address),
		cmocka_unit_test(a_mailmap_is_applied_before_the_register),
		cmocka_unit_test(a_login_is_looked_up_on_its_host_alone),
		cmocka_unit_test(a_mailmap_that_git_reads_otherwise_is_refused),
		cmocka_unit_test(names_and_addresses_are_mapped_as_git_maps_them),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
