/* SPDX-License-Identifier: MIT */
/* text.c - a verdict for the person who pushed. */
#include "base/arena.h"
#include "base/date.h"
#include "formats/format.h"
#include "model/oid.h"
#include "model/release.h"

#define MOST_PRINTED 40
#define MOST_NOTICES 10
#define SHORT_ID 12
#define TAB_WIDTH 4

static struct span short_id(struct arena *a, const struct oid *id)
{
	return span_slice(oid_hex(a, id), 0, SHORT_ID);
}

/* One line `   = word: text`; the text is somebody's words. */
static void remark(struct output *o, const char *word, struct span text)
{
	if (text.len == 0)
		return;
	output_format(o, "   = %s: ", word);
	output_foreign(o, text);
	output_text(o, "\n");
}

/* The source line without its indentation, tabs widened, and a caret under the name. */
static void source(struct output *o, const struct finding *f)
{
	size_t from = 0, width = 0, columns = 0;
	if (f->line == 0)
		return;
	for (size_t rest = f->line; rest > 0; rest /= 10)
		width++;
	while (from < f->caret && byte_is_blank(f->source.at[from]))
		from++;
	output_format(o, "%*s |\n%zu |     ", (int)width, "", f->line);
	for (size_t i = from; i < f->source.len;) {
		size_t next = i;
		while (next < f->source.len && f->source.at[next] != '\t' && (next < f->caret) == (i < f->caret))
			next++;
		size_t begun = output_taken(o).len;
		output_foreign(o, span_slice(f->source, i, next));
		columns += i < f->caret ? output_columns(o, begun) : 0;
		if (next < f->source.len && f->source.at[next] == '\t') {
			output_format(o, "%*s", TAB_WIDTH, "");
			columns += next < f->caret ? TAB_WIDTH : 0;
			next++;
		}
		i = next;
	}
	output_format(o, "\n%*s |     %*s", (int)width, "", (int)columns, "");
	output_style(o, STYLE_ERROR);
	for (size_t i = 0; i < (f->width < 60 ? f->width : 60); i++)
		output_text(o, "^");
	output_style(o, STYLE_PLAIN);
	output_text(o, "\n");
}

static void headline(struct output *o, const struct finding *f)
{
	bool blocks = finding_blocks(f), covered = f->deviation != NULL || f->break_glass != NULL;
	output_style(o, blocks ? STYLE_ERROR : covered ? STYLE_NOTE : STYLE_WARNING);
	output_text(o, blocks ? "error[" : covered ? "note[" : "warning[");
	output_foreign(o, f->rule->id);
	output_text(o, "]");
	output_style(o, STYLE_STRONG);
	output_text(o, ": ");
	output_foreign(o, f->title);
	output_style(o, STYLE_PLAIN);
	output_text(o, "\n");
}

static void where(struct output *o, const struct finding *f)
{
	if (f->path.len > 0) {
		output_text(o, "  --> ");
		output_foreign(o, f->path);
		if (f->line > 0)
			output_format(o, ":%zu:%zu", f->line, f->column);
		output_text(o, "\n");
	} else if (f->ref.len > 0) {
		output_text(o, "  --> ");
		output_foreign(o, f->ref);
		output_text(o, "\n");
	}
}

static void why(struct output *o, const struct rule *rule)
{
	if (rule->why.len == 0 && rule->clause.len == 0)
		return;
	output_text(o, "   = why: ");
	output_foreign(o, rule->why.len > 0 ? rule->why : rule->title);
	output_text(o, " (");
	output_foreign(o, rule->clause.len > 0 ? rule->clause : SPAN("no clause given"));
	for (size_t i = 0; i < rule->ncwe; i++)
		output_format(o, ", CWE-%u", rule->cwe[i]);
	output_text(o, ")\n");
}

/* A commit that is no tip is mended where it lies: in the middle of a rebase. */
static void way_to(struct output *o, struct arena *a, const struct verdict *v, const struct finding *f)
{
	for (size_t i = 0; i < v->push->nupdates; i++)
		if (span_eq(short_id(a, &v->push->updates[i].new), short_id(a, &f->commit)))
			return;
	struct span id = short_id(a, &f->commit);
	struct span from = f->root ? SPAN("--root") : span_format(a, "%.*s^", SPAN_ARGS(id));
	output_format(o, "   = first: git rebase --interactive %.*s   and mark %.*s as edit; then mend, and git rebase --continue\n",
	              SPAN_ARGS(from), SPAN_ARGS(id));
}

static void deviation(struct output *o, const struct deviation *d)
{
	output_text(o, "   = deviation: ");
	output_foreign(o, d->id);
	output_text(o, " covers it: ");
	output_foreign_cut(o, d->reason, 120);
	output_text(o, "\n");
}

/* What is said once per rule is not said again. */
static bool is_first_of_rule(const struct verdict *v, size_t i)
{
	for (size_t k = 0; k < i && k < MOST_PRINTED; k++)
		if (v->findings[k].rule == v->findings[i].rule)
			return false;
	return true;
}

static void commit_heading(struct output *o, struct arena *a, const struct finding *f)
{
	output_style(o, STYLE_STRONG);
	output_format(o, "\ncommit %.*s ", SPAN_ARGS(short_id(a, &f->commit)));
	output_style(o, STYLE_PLAIN);
	output_foreign_cut(o, f->title_line, 72);
	output_text(o, "\n");
}

static void one_finding(struct output *o, struct arena *a, const struct verdict *v, size_t i)
{
	const struct finding *f = &v->findings[i];
	bool new_commit = !oid_is_zero(&f->commit) && (i == 0 || !oid_eq(&v->findings[i - 1].commit, &f->commit));
	if (new_commit)
		commit_heading(o, a, f);
	headline(o, f);
	where(o, f);
	source(o, f);
	if (f->deviation != NULL) {
		deviation(o, f->deviation);
		return;
	}
	if (f->break_glass != NULL)
		remark(o, "break-glass", f->break_glass->id);
	if (is_first_of_rule(v, i))
		why(o, f->rule);
	if (f->mend.len == 0)
		remark(o, "instead", is_first_of_rule(v, i) ? f->rule->instead : SPAN(""));
	if (!oid_is_zero(&f->commit) && (new_commit || i == 0))
		way_to(o, a, v, f);
	remark(o, "mend", f->mend);
	output_text(o, "   = report: ");
	output_foreign(o, f->id);
	if (f->link.len > 0) {
		output_text(o, "  ");
		output_foreign(o, f->link);
	}
	output_text(o, "\n");
}

static void summary(struct output *o, struct arena *a, const struct verdict *v)
{
	static const char *const words[] = {
		[OUTCOME_PASS] = "accepted", [OUTCOME_BLOCK] = "refused", [OUTCOME_POLICY] = "refused", [OUTCOME_UNDECIDED] = "refused"};
	bool pass = v->outcome == OUTCOME_PASS;
	output_style(o, pass ? STYLE_NOTE : STYLE_ERROR);
	output_text(o, pass ? "" : "error: ");
	output_format(o, "Portcullis: %.*s %s", SPAN_ARGS(v->mode), words[v->outcome]);
	output_style(o, STYLE_PLAIN);
	if (v->failure != NULL) {
		output_text(o, v->outcome == OUTCOME_POLICY ? ": the policy or the call is not in order\n" : ": it could not be judged\n");
		return;
	}
	output_format(o, ": %zu %s judged, %zu blocking %s", v->ncommits, v->ncommits == 1 ? "commit" : "commits", v->nblocking,
	              v->nblocking == 1 ? "finding" : "findings");
	if (v->nwarnings > 0)
		output_format(o, ", %zu %s", v->nwarnings, v->nwarnings == 1 ? "warning" : "warnings");
	if (v->ncovered > 0)
		output_format(o, ", %zu covered by deviations", v->ncovered);
	output_text(o, " (policy ");
	output_foreign_cut(o, v->policy_name, 40);
	output_format(o, " %.*s)\n", SPAN_ARGS(digest_hex(a, &v->policy_digest, SHORT_ID)));
}

static void process_named(struct output *o, const struct process *p)
{
	output_text(o, "hint: problem resolution process: ");
	output_foreign(o, p->title);
	if (p->document.len > 0) {
		output_text(o, ", ");
		output_foreign(o, p->document);
	}
	if (p->url.len > 0) {
		output_text(o, ", ");
		output_foreign(o, p->url);
	}
	if (p->contact.len > 0) {
		output_text(o, "; contact ");
		output_foreign(o, p->contact);
	}
	output_text(o, "\n");
}

/* A blocking finding whose rule the client knows without the policy: one of a shipped pack, or built in. */
static const struct finding *explained(const struct verdict *v)
{
	for (size_t i = 0; i < v->nfindings && i < MOST_PRINTED; i++)
		if (v->findings[i].deviation == NULL && (v->findings[i].rule->base != NULL || v->findings[i].rule->check == NULL))
			return &v->findings[i];
	return NULL;
}

/* A deviation covers code at a path, never a ref or the words of a commit. */
static bool any_about_code(const struct verdict *v)
{
	for (size_t i = 0; i < v->nfindings; i++)
		if (finding_blocks(&v->findings[i]) && v->findings[i].path.len > 0)
			return true;
	return false;
}

static void process_hints(struct output *o, const struct verdict *v)
{
	const struct process *p = v->process;
	if (p == NULL || v->nblocking == 0)
		return;
	output_text(o, "\n");
	if (p->title.len > 0)
		process_named(o, p);
	if (any_about_code(v))
		output_text(o, "hint: if it must stay: ask for a deviation (rule, path, reason, risk, approved by somebody else) in the policy's register\n");
	const struct finding *known = explained(v);
	output_text(o, "hint: try before you push: portcullis check");
	if (known != NULL) {
		output_text(o, "; more about a rule: portcullis explain ");
		output_foreign(o, known->rule->id);
	}
	output_text(o, "\n");
}

static void failed(struct output *o, const struct verdict *v)
{
	output_text(o, "  --> ");
	output_foreign(o, v->failure->text);
	output_text(o, "\n");
	if (v->failure->cure.len > 0) {
		output_text(o, "hint: ");
		output_foreign(o, v->failure->cure);
		output_text(o, "\n");
	}
	output_text(o, v->process != NULL && v->process->contact.len > 0 ? "hint: whom to ask: " : "hint: whom to ask: the administrator of this repository");
	if (v->process != NULL)
		output_foreign(o, v->process->contact);
	output_text(o, "\n");
}

static void notices(struct output *o, const struct verdict *v)
{
	for (size_t i = 0; i < v->nnotices && i < MOST_NOTICES; i++) {
		output_style(o, STYLE_WARNING);
		output_text(o, "warning: ");
		output_style(o, STYLE_PLAIN);
		output_foreign(o, v->notices[i].text);
		output_text(o, "\n");
	}
	if (v->nnotices > MOST_NOTICES)
		output_format(o, "warning: ... %zu more of these stand in the verdict's record\n", v->nnotices - MOST_NOTICES);
}

static size_t let_through(const struct verdict *v)
{
	size_t count = 0;
	for (size_t i = 0; i < v->nfindings; i++)
		count += v->findings[i].break_glass != NULL;
	return count;
}

static void break_glass(struct output *o, struct arena *a, const struct verdict *v)
{
	const struct break_glass *entry = v->break_glass;
	if (entry == NULL)
		return;
	output_style(o, STYLE_WARNING);
	output_text(o, "warning: ");
	output_style(o, STYLE_STRONG);
	output_text(o, "BREAK-GLASS ");
	output_foreign(o, entry->id);
	output_format(o, " was used: %zu blocking %s let through\n", let_through(v), let_through(v) == 1 ? "finding was" : "findings were");
	output_style(o, STYLE_PLAIN);
	remark(o, "reason", entry->reason);
	remark(o, "requested by", entry->requester);
	for (size_t i = 0; i < entry->napprovers; i++)
		remark(o, "approved by", entry->approvers[i]);
	remark(o, "debt", span_format(a, "a problem report puts this in order by %.*s; from the next exported state on, nothing is released until it does", SPAN_ARGS(date_print(a, entry->due))));
}

static void write_text(struct output *o, struct arena *a, const struct verdict *v)
{
	summary(o, a, v);
	if (v->where.len > 0) {
		output_text(o, "range taken from ");
		output_foreign(o, v->where);
		output_text(o, "\n");
	}
	if (v->objects_verified && span_eq(v->mode, SPAN("range")))
		output_text(o, "each object that was read was verified by its hash\n");
	if (v->failure != NULL)
		failed(o, v);
	break_glass(o, a, v);
	notices(o, v);
	for (size_t i = 0; i < v->nfindings && i < MOST_PRINTED; i++)
		one_finding(o, a, v, i);
	if (v->nfindings > MOST_PRINTED)
		output_format(o, "\n... %zu more findings; see them all with: portcullis check --format json\n", v->nfindings - MOST_PRINTED);
	process_hints(o, v);
	if (v->outcome != OUTCOME_PASS) {
		output_text(o, "hint: verdict ");
		output_foreign(o, v->id);
		output_text(o, "\n");
	}
}

const struct format format_text = {"text", "for the person who pushed", write_text};
