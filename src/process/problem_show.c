/* SPDX-License-Identifier: MIT */
/* problem_show.c - one problem report, or what the gate saw, on one page. */
#include "base/date.h"
#include "process/problem_print.h"

static void field_line(struct output *o, const char *name, struct span text)
{
	output_format(o, "  %-18s ", name);
	output_foreign(o, text);
	output_text(o, "\n");
}

static void print_moment(struct output *o, int64_t moment)
{
	output_written(o, moment_print(output_arena(o), moment));
}

static void print_steps(struct output *o, const struct problem *p)
{
	output_text(o, "\nSteps (done, entered, step, who)\n");
	for (size_t i = 0; i < p->nsteps; i++) {
		const struct problem_step *step = &p->steps[i];
		output_text(o, "  ");
		print_moment(o, step->activity);
		output_text(o, "  ");
		print_moment(o, step->entry);
		output_text(o, "  ");
		output_foreign(o, step->step);
		output_text(o, "  ");
		output_foreign(o, step->actor);
		if (step->role.len > 0) {
			output_text(o, " (");
			output_foreign(o, step->role);
			output_text(o, ")");
		}
		output_text(o, "\n");
	}
}

static void print_next(struct output *o, const struct problem *p)
{
	const struct state_form *form = state_form(p->state);
	for (size_t i = 0; i < form->nexits; i++) {
		const struct exit *exit = &form->exits[i];
		const struct state_form *next = state_form(exit->to);
		if (exit->among != NULL && problem_field(p, field_form(exit->of)->name).len > 0 && !word_among(exit->among, problem_field(p, field_form(exit->of)->name)))
			continue;
		output_text(o, i == 0 ? "\nIt can go to " : "It can go to ");
		output_written(o, problem_state_name(exit->to));
		if (exit->among != NULL)
			output_format(o, " (%s: %s)", field_form(exit->of)->name, exit->among);
		output_text(o, ", which asks for");
		for (size_t k = 0; k < next->nneeds; k++)
			if (next->needs[k].is == NULL || span_eq(problem_field(p, field_form(next->needs[k].of)->name), span_of(next->needs[k].is)))
				output_format(o, " %s", field_form(next->needs[k].field)->name);
		output_text(o, "\n");
	}
}

void problem_text(struct output *o, const struct problem *p, int64_t now)
{
	output_foreign(o, p->id);
	output_text(o, "  ");
	output_written(o, p->is_void ? SPAN("void") : problem_state_name(p->state));
	output_text(o, problem_is_overdue(p, now) ? "  (overdue)\n" : "\n");
	if (p->is_void)
		field_line(o, "void because", p->void_reason);
	for (size_t i = 0; i < p->nfields; i++)
		field_line(o, span_string(output_arena(o), p->fields[i].name), p->fields[i].text);
	print_steps(o, p);
	if (!p->is_void)
		print_next(o, p);
}

/* What became of a sighting: one that was seen again later is no longer what counts. */
static const char *status_of(const struct sightings *seen, size_t place)
{
	const struct sighting *s = &seen->list[place];
	if (s->promoted != NULL)
		return "promoted";
	if (!s->refused)
		return "landed";
	for (size_t i = place + 1; i < seen->count; i++)
		if (span_eq(seen->list[i].fingerprint, s->fingerprint))
			return "superseded";
	return "prevented";
}

static void print_sighting(struct output *o, const struct sighting *s, const char *status)
{
	output_text(o, "  ");
	print_moment(o, s->at);
	output_text(o, "  ");
	output_foreign(o, s->verdict);
	output_format(o, "  %s%s: %s", s->refused ? "refused" : "passed", s->blocks || !s->refused ? "" : " for another reason", status);
	if (s->covered.len > 0) {
		output_text(o, ", under ");
		output_foreign(o, s->covered);
	}
	output_text(o, "\n      ");
	output_foreign(o, s->rule);
	output_text(o, "  ");
	output_foreign(o, s->place);
	output_text(o, "  ");
	output_foreign(o, s->title);
	if (s->pusher.len > 0) {
		output_text(o, "\n      pushed by ");
		output_foreign(o, s->pusher);
	}
	output_text(o, "\n");
}

void sightings_text(struct output *o, const struct sightings *seen)
{
	for (size_t i = 0; i < seen->count; i++) {
		const struct sighting *s = &seen->list[i];
		if (i == 0 || !span_eq(seen->list[i - 1].fingerprint, s->fingerprint)) {
			output_foreign(o, s->id);
			output_text(o, "  ");
			output_foreign(o, s->fingerprint);
			output_text(o, s->promoted == NULL ? "\n" : "  ");
			if (s->promoted != NULL) {
				output_foreign(o, s->promoted->id);
				output_format(o, " (%.*s)\n", SPAN_ARGS(problem_state_name(s->promoted->state)));
			}
		}
		print_sighting(o, s, status_of(seen, i));
	}
}

void sightings_json(struct json_writer *w, const char *key, const struct sightings *seen)
{
	json_begin(w, key, '[');
	for (size_t i = 0; i < seen->count; i++) {
		const struct sighting *s = &seen->list[i];
		json_begin(w, NULL, '{');
		json_put(w, "id", s->id);
		json_put(w, "fingerprint", s->fingerprint);
		json_put(w, "status", span_of(status_of(seen, i)));
		if (s->promoted != NULL)
			json_put(w, "problem", s->promoted->id);
		json_put(w, "verdict", s->verdict);
		json_put(w, "at", moment_print(output_arena(w->output), s->at));
		json_put(w, "outcome", s->outcome);
		json_put(w, "mode", s->mode);
		json_put_some(w, "pusher", s->pusher);
		json_put(w, "rule", s->rule);
		json_put(w, "title", s->title);
		json_put_some(w, "place", s->place);
		json_put_some(w, "covered", s->covered);
		json_put_flag(w, "blocks", s->blocks);
		json_end(w, '}');
	}
	json_end(w, ']');
}
