/* SPDX-License-Identifier: MIT */
/* message.c - the words of a commit. */
#include "gate/message.h"

#include "base/arena.h"
#include "base/date.h"

static void accuse(struct hearing *h, const struct commit *c, const struct rule *rule, struct span title, struct span mend)
{
	struct accusation a = {.rule = rule, .commit = c, .title = title, .mend = mend, .ref = SPAN(""), .path = SPAN(""), .symbol = SPAN(""),
	                       .kind = SPAN(""), .source = SPAN("")};
	hearing_accuse(h, &a);
}

static void judge_date(struct hearing *h, const struct commit *c, const char *who, const struct signature *s)
{
	const struct rule *rule = policy_builtin(h->policy, RULE_DATE);
	if (s->line.len == 0)
		return; /* there is no such line, and that is a finding about the object */
	if (!s->readable)
		accuse(h, c, rule, span_format(h->step, "the %s date cannot be read: %.*s", who, SPAN_ARGS(s->line)), SPAN("make the commit again with git itself"));
	else if (s->seconds > h->now + SECONDS_PER_DAY)
		accuse(h, c, rule, span_format(h->step, "the %s date lies in the future: %.*s", who, SPAN_ARGS(moment_print(h->step, s->seconds))),
		       SPAN("set the clock right, then: git commit --amend --no-edit --date=now"));
}

/* Encodings in which bytes below 0x80 do not always mean ASCII: the beginnings of their names, in lower case. */
static const char *const incompatible[] = {"utf-16", "utf16", "utf-32", "utf32", "ucs", "utf-7", "utf7", "iso-2022", "iso2022", "csiso2022", "hz", "ibm037",
                                           "ibm-037", "cp037", "ebcdic", "ibm1047", "ibm-1047", "cp1047", "cp500", "ibm500", "cp1026", "iso-10646", "unicode",
                                           "scsu", "bocu", "utf-ebcdic", "cp930", "cp933", "cp935", "cp937", "cp939", "cp1140"};
/* What is known to be compatible: the beginnings of the names. All else is not known, and refused. */
static const char *const compatible[] = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859", "iso8859", "iso_8859", "latin", "windows-125", "cp125", "win-125",
                                         "cp437", "cp85", "cp86", "ibm85", "koi8", "macintosh", "mac", "euc", "gb18030", "gbk", "gb2312", "big5", "shift_jis",
                                         "shift-jis", "sjis", "cp932", "cp936", "cp949", "cp950", "windows-31j", "tis-620", "viscii", "armscii", "ansi_x3.4"};

static bool begins_with_one(struct span name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (span_starts(name, span_of(list[i])))
			return true;
	return false;
}

static void judge_encoding(struct hearing *h, const struct commit *c)
{
	const struct rule *rule = policy_builtin(h->policy, RULE_MESSAGE);
	struct span name = span_lower(h->step, span_strip(c->encoding));
	if (c->encoding.len > 0 && (begins_with_one(name, incompatible, COUNT(incompatible)) || !begins_with_one(name, compatible, COUNT(compatible))))
		accuse(h, c, rule, span_format(h->step, "the message declares the encoding %.*s, in which trailers cannot be read", SPAN_ARGS(c->encoding)),
		       SPAN("git config --unset i18n.commitEncoding, then: git commit --amend --no-edit"));
	if (span_find(c->message, '\0') != c->message.len)
		accuse(h, c, rule, SPAN("the message holds a NUL byte, behind which most readers see nothing"), SPAN("write the message anew: git commit --amend"));
}

struct telling {
	struct hearing *hearing;
	const struct commit *commit;
	struct span about;
};

static void found(void *context, const struct rule *rule, struct span title, struct span mend)
{
	struct telling *t = context;
	struct span whole = span_format(t->hearing->step, "%.*s%.*s", SPAN_ARGS(t->about), SPAN_ARGS(title));
	accuse(t->hearing, t->commit, rule, whole, mend);
}

static void gave_up(void *context, const struct rule *rule, struct span why)
{
	struct telling *t = context;
	hearing_gave_up(t->hearing, rule, why);
}

static struct commit_case case_of(struct hearing *h, const struct commit *c, const struct trailers *covering, size_t ncovering)
{
	return (struct commit_case){
		.commit = c,
		.trailers = trailers_read(h->step, c->message),
		.covering = covering,
		.ncovering = ncovering,
		.pusher = h->push == NULL ? SPAN("") : h->push->pusher,
		.knows_pusher = h->knows_pusher,
		.step = h->step,
	};
}

static void check_case(struct hearing *h, const struct rule *rule, const struct commit_case *commit_case, struct span about)
{
	struct telling telling = {h, commit_case->commit, about};
	struct sink sink = {&telling, found, gave_up};
	rule->check->on_commit(rule, commit_case, &sink);
}

void message_check(struct hearing *h, const struct rule *rule, const struct commit *c, struct span about)
{
	struct commit_case commit_case = case_of(h, c, NULL, 0);
	check_case(h, rule, &commit_case, about);
}

void message_judge(struct hearing *h, const struct commit *c, const struct trailers *covering, size_t ncovering)
{
	if (c->oddity.len > 0)
		accuse(h, c, policy_builtin(h->policy, RULE_OBJECT), c->oddity, SPAN("make the commit again with git itself (git fsck names what is wrong)"));
	judge_date(h, c, "author", &c->author);
	judge_date(h, c, "committer", &c->committer);
	judge_encoding(h, c);
	struct commit_case commit_case = case_of(h, c, covering, ncovering);
	hearing_mentions(h, c, commit_case.trailers);
	for (size_t i = BUILTIN_RULES; i < h->policy->nrules; i++) {
		const struct rule *rule = &h->policy->rules[i];
		if (rule->check != NULL && rule->check->on_commit != NULL && rule->action != ACTION_OFF)
			check_case(h, rule, &commit_case, SPAN(""));
	}
}
