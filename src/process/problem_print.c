/* SPDX-License-Identifier: MIT */
/* problem_print.c - problem reports, written down for people and programs. */
#include "process/problem_print.h"

#include "base/date.h"

bool problem_is_open(const struct problem *p)
{
	return !p->is_void && p->state != PROBLEM_CLOSED;
}

bool problem_is_overdue(const struct problem *p, int64_t now)
{
	int64_t due;
	return problem_is_open(p) && p->state < PROBLEM_RESOLVED && date_read(problem_field(p, "due"), &due) && due + SECONDS_PER_DAY <= now;
}

static struct span state_shown(const struct problem *p)
{
	return p->is_void ? SPAN("void") : problem_state_name(p->state);
}

/* The text in a column of so many characters. */
static void column(struct output *o, struct span text, size_t width)
{
	size_t from = output_taken(o).len;
	output_foreign_cut(o, text.len > 0 ? text : SPAN("-"), width);
	for (size_t i = output_columns(o, from); i < width + 2; i++)
		output_text(o, " ");
}

void problems_text(struct output *o, const struct problem *const *list, size_t count, int64_t now)
{
	size_t open = 0, overdue = 0;
	if (count > 0)
		output_format(o, "%-10s%-15s%-10s%-12s%-26s%s\n", "id", "state", "severity", "due", "owner", "title");
	for (size_t i = 0; i < count; i++) {
		const struct problem *p = list[i];
		bool late = problem_is_overdue(p, now);
		column(o, p->id, 8);
		column(o, state_shown(p), 13);
		column(o, problem_field(p, "severity"), 8);
		column(o, problem_field(p, "due"), 10);
		column(o, problem_field(p, "owner"), 24);
		output_foreign_cut(o, problem_field(p, "title"), 80);
		output_text(o, late ? "  (overdue)\n" : "\n");
		open += problem_is_open(p);
		overdue += late;
	}
	output_format(o, "%zu problem reports, %zu open, %zu overdue.\n", count, open, overdue);
}

void problem_json(struct json_writer *w, const struct problem *p)
{
	struct arena *a = output_arena(w->output);
	json_begin(w, NULL, '{');
	json_put(w, "id", p->id);
	json_put(w, "state", problem_state_name(p->state));
	if (p->is_void)
		json_put(w, "void", p->void_reason);
	json_put(w, "received", moment_print(a, p->received));
	json_put_number(w, "reopened", p->reopened);
	json_begin(w, "fields", '{');
	for (size_t i = 0; i < p->nfields; i++)
		json_put(w, span_string(a, p->fields[i].name), p->fields[i].text);
	json_end(w, '}');
	json_begin(w, "steps", '[');
	for (size_t i = 0; i < p->nsteps; i++) {
		const struct problem_step *step = &p->steps[i];
		json_begin(w, NULL, '{');
		json_put(w, "step", step->step);
		json_put(w, "activity", moment_print(a, step->activity));
		json_put(w, "entry", moment_print(a, step->entry));
		json_put_some(w, "actor", step->actor);
		json_put_some(w, "role", step->role);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_end(w, '}');
}

void problems_json(struct output *o, const struct problem *const *list, size_t count)
{
	struct json_writer w = {o, false};
	json_begin(&w, NULL, '[');
	for (size_t i = 0; i < count; i++)
		problem_json(&w, list[i]);
	json_end(&w, ']');
	output_text(o, "\n");
}

static void cell(struct output *o, struct span text)
{
	struct output *shown = output_new(output_arena(o), false);
	output_foreign(shown, text);
	struct span rest = output_taken(shown), piece;
	bool formula = rest.len > 0 && span_find(SPAN("=+-@"), rest.at[0]) < 4, first = true;
	output_text(o, formula ? "\"'" : "\"");
	while (span_next(&rest, '"', &piece)) {
		output_text(o, first ? "" : "\"\"");
		output_written(o, piece);
		first = false;
	}
	output_text(o, span_ends(output_taken(shown), SPAN("\"")) ? "\"\"\"" : "\"");
}

void problems_csv(struct output *o, const struct problem *const *list, size_t count)
{
	struct arena *a = output_arena(o);
	output_text(o, "id,state,received");
	for (size_t i = 0; i < FIELDS; i++)
		if (i != FIELD_RECEIVED)
			output_format(o, ",%s", field_form((enum field)i)->name);
	output_text(o, "\r\n");
	for (size_t k = 0; k < count; k++) {
		cell(o, list[k]->id);
		output_text(o, ",");
		cell(o, state_shown(list[k]));
		output_text(o, ",");
		cell(o, moment_print(a, list[k]->received));
		for (size_t i = 0; i < FIELDS; i++) {
			if (i == FIELD_RECEIVED)
				continue;
			output_text(o, ",");
			cell(o, problem_field(list[k], field_form((enum field)i)->name));
		}
		output_text(o, "\r\n");
	}
}

static void print_form(struct output *o, const struct field_form *form)
{
	static const char *const words[] = {
		[FORM_TEXT] = "text", [FORM_DAY] = "day", [FORM_PAST_DAY] = "day or moment, not still to come", [FORM_COMING_DAY] = "day still to come",
		[FORM_CHOICE] = "one of", [FORM_ADDRESS] = "address of a person", [FORM_COMMITS] = "commits", [FORM_CVSS] = "vector of CVSS 2, 3 or 4",
		[FORM_SCORE] = "0.0 to 10.0", [FORM_CWE] = "CWE-n, or none", [FORM_REASON] = "one of",
	};
	_Static_assert(COUNT(words) == FORM_REASON + 1, "a form lacks its words");
	output_text(o, words[form->form]);
	if (form->choices != NULL)
		output_format(o, ": %s", form->choices);
}

static void print_needs(struct output *o, const struct state_form *form)
{
	for (size_t i = 0; i < form->nneeds; i++) {
		const struct need *need = &form->needs[i];
		output_format(o, "%s`%s`", i == 0 ? "" : ", ", field_form(need->field)->name);
		if (need->instead != need->field)
			output_format(o, " or `%s`", field_form(need->instead)->name);
		if (need->is != NULL)
			output_format(o, " (%s=%s)", field_form(need->of)->name, need->is);
		if (need->of_people)
			output_text(o, " (by hand)");
	}
}

static void print_exits(struct output *o, const struct state_form *form)
{
	for (size_t i = 0; i < form->nexits; i++) {
		const struct exit *exit = &form->exits[i];
		output_text(o, i == 0 ? "`" : ", `");
		output_written(o, problem_state_name(exit->to));
		output_text(o, "`");
		if (exit->among != NULL)
			output_format(o, " (%s: %s)", field_form(exit->of)->name, exit->among);
	}
	output_text(o, form->nexits == 0 ? "only opened again" : "");
}

void lifecycle_markdown(struct output *o)
{
	output_text(o, "| state | clause | what it means | asks for | goes on to |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < PROBLEM_STATES; i++) {
		const struct state_form *form = state_form((enum problem_state)i);
		output_text(o, "| `");
		output_written(o, problem_state_name((enum problem_state)i));
		output_format(o, "` | %s | %s | ", form->clause, form->what);
		print_needs(o, form);
		output_text(o, " | ");
		print_exits(o, form);
		output_text(o, " |\n");
	}
	output_text(o, "\n| field | what it says | form |\n|---|---|---|\n");
	for (size_t i = 0; i < FIELDS; i++) {
		const struct field_form *form = field_form((enum field)i);
		output_format(o, "| `%s` | %s | ", form->name, form->what);
		print_form(o, form);
		output_text(o, " |\n");
	}
}

void complaints_text(struct output *o, const struct act *act)
{
	for (size_t i = 0; i < act->ncomplaints; i++) {
		const struct complaint *c = &act->complaints[i];
		if (c->field == FIELDS) {
			output_text(o, "  ");
			output_foreign(o, c->text);
			output_text(o, "\n");
			continue;
		}
		const struct field_form *form = field_form(c->field);
		output_format(o, "  %s ", form->name);
		output_foreign(o, c->text);
		output_format(o, "\n      %s; ", form->what);
		print_form(o, form);
		output_format(o, "\n      for example: %s='%s'\n", form->name, form->example);
	}
}
