/* SPDX-License-Identifier: MIT */
/* plots.c - the pictures of a review, as SVG inside its HTML. */
#include "process/plots.h"

#include "base/arena.h"
#include "base/date.h"
#include "process/traffic.h"

/* The picture, and the field inside of it in which values lie. */
#define WIDTH 720.0
#define HEIGHT 280.0
#define LEFT 64.0
#define RIGHT 700.0
#define TOP 18.0
#define BOTTOM 236.0
#define TICKS 4

struct field {
	struct html *h;
	double x_most, y_most;
};

static double place_x(const struct field *f, double x)
{
	return f->x_most > 0 ? LEFT + (RIGHT - LEFT) * x / f->x_most : LEFT;
}

static double place_y(const struct field *f, double y)
{
	return f->y_most > 0 ? BOTTOM - (BOTTOM - TOP) * y / f->y_most : BOTTOM;
}

static void begin(struct html *h, const char *what, double height)
{
	output_format(h->output, "<figure><svg viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\" "
	              "aria-label=\"%s\">\n", WIDTH, height, WIDTH, height, what);
}

static void end(struct html *h, const char *caption)
{
	output_text(h->output, "</svg><figcaption>");
	html_text(h, span_of(caption));
	output_text(h->output, "</figcaption></figure>\n");
}

static void line(struct html *h, double x1, double y1, double x2, double y2, const char *style)
{
	output_format(h->output, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2, style);
}

static void box(struct html *h, double x, double y, double width, double height, const char *style)
{
	output_format(h->output, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>\n", x, y, width, height, style);
}

static void words(struct html *h, double x, double y, const char *anchor, struct span text)
{
	output_format(h->output, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
	html_text(h, text);
	output_text(h->output, "</text>\n");
}

static struct span shown(struct html *h, double value)
{
	struct arena *a = output_arena(h->output);
	return value >= 10 || value == 0 ? span_format(a, "%.0f", value) : value >= 1 ? span_format(a, "%.1f", value) : span_format(a, "%.3f", value);
}

/* The end of an axis: the next whole number of ticks, each 1, 2, 2.5 or 5 times a power of ten. */
static double rounded(double most)
{
	static const double steps[] = {1, 2, 2.5, 5};
	if (most <= 0)
		return 1;
	double power = 1e-6;
	for (size_t i = 0; steps[i] * power * TICKS < most;) {
		i = (i + 1) % COUNT(steps);
		power = i == 0 ? power * 10 : power;
		if (steps[i] * power * TICKS >= most)
			return steps[i] * power * TICKS;
	}
	return power * TICKS;
}

#define GREY "stroke=\"#bbb\" stroke-width=\"0.5\""
#define BLACK "stroke=\"#222\""

/* Axis of values, with lines across the field. */
static void rule_y(const struct field *f, double scale, const char *unit)
{
	for (int i = 0; i <= TICKS; i++) {
		double value = f->y_most * i / TICKS;
		line(f->h, LEFT, place_y(f, value), RIGHT, place_y(f, value), GREY);
		words(f->h, LEFT - 6, place_y(f, value) + 4, "end", shown(f->h, value * scale));
	}
	line(f->h, LEFT, TOP, LEFT, BOTTOM, BLACK);
	line(f->h, LEFT, BOTTOM, RIGHT, BOTTOM, BLACK);
	words(f->h, LEFT, TOP - 6, "start", span_of(unit));
}

static void dash(const struct field *f, double from, double to, double value)
{
	line(f->h, place_x(f, from), place_y(f, value), place_x(f, to), place_y(f, value), "stroke=\"#b3261e\" stroke-dasharray=\"4 3\"");
}

static void rate_month(const struct field *f, const struct trends *t, size_t i)
{
	const struct trend_month *m = &t->months[i];
	double x = (double)i + 0.5;
	if (t->nmonths <= 14 || i % 3 == 0)
		words(f->h, place_x(f, x), BOTTOM + 16, "middle", month_print(output_arena(f->h->output), m->month));
	if (m->commits == 0)
		return;
	dash(f, (double)i, (double)i + 1, m->limits.high);
	if (m->limits.low > 0)
		dash(f, (double)i, (double)i + 1, m->limits.low);
	if (i > 0 && m[-1].commits > 0)
		line(f->h, place_x(f, x - 1), place_y(f, m[-1].rate), place_x(f, x), place_y(f, m->rate), "stroke=\"#1f4e79\" stroke-width=\"1.5\"");
	output_format(f->h->output, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" stroke=\"#1f4e79\" fill=\"%s\"/>\n", place_x(f, x), place_y(f, m->rate),
	              m->signal ? 5 : 3, m->signal ? "#b3261e" : "#fff");
}

void plot_rates(struct html *h, const struct trends *t)
{
	struct field f = {h, (double)t->nmonths, t->mean};
	for (size_t i = 0; i < t->nmonths; i++) {
		f.y_most = t->months[i].rate > f.y_most ? t->months[i].rate : f.y_most;
		f.y_most = t->months[i].limits.high > f.y_most ? t->months[i].limits.high : f.y_most;
	}
	f.y_most = rounded(f.y_most);
	begin(h, "u-chart of reports per commit", HEIGHT);
	rule_y(&f, 1, "reports per commit");
	line(h, LEFT, place_y(&f, t->mean), RIGHT, place_y(&f, t->mean), "stroke=\"#2e7d32\"");
	for (size_t i = 0; i < t->nmonths; i++)
		rate_month(&f, t, i);
	end(h, "u-chart: reports received per accepted commit, by month. Solid: mean; dashed: mean +- 3 sqrt(mean / commits); a filled point lies outside.");
}

#define MOST_BARS 12
#define BAR_HEIGHT 20.0
#define BAR_LEFT 210.0
#define BAR_RIGHT 560.0
#define LONGEST_LABEL 34

static void one_bar(struct html *h, size_t row, struct span name, size_t count, size_t running, size_t all, size_t most)
{
	struct arena *a = output_arena(h->output);
	double y = TOP + BAR_HEIGHT * (double)row, width = (BAR_RIGHT - BAR_LEFT) * (double)count / (double)most;
	words(h, BAR_LEFT - 6, y + 13, "end", name.len > LONGEST_LABEL ? span_format(a, "%.*s...", SPAN_ARGS(span_slice(name, 0, LONGEST_LABEL - 3))) : name);
	box(h, BAR_LEFT, y + 3, width, BAR_HEIGHT - 6, "fill=\"#5b84b1\" stroke=\"#1f4e79\"");
	words(h, BAR_LEFT + width + 6, y + 13, "start",
	      span_format(a, "%zu  (%.0f %%, together %.0f %%)", count, 100 * (double)count / (double)all, 100 * (double)running / (double)all));
}

void plot_bars(struct html *h, const char *caption, const struct bar *bars, size_t nbars)
{
	size_t all = 0, running = 0, rows = nbars > MOST_BARS ? MOST_BARS : nbars, most = nbars > 0 ? bars[0].count : 0;
	for (size_t i = 0; i < nbars; i++)
		all += bars[i].count;
	size_t rest = all;
	for (size_t i = 0; i < rows; i++)
		rest -= bars[i].count;
	if (rest > most)
		most = rest;
	begin(h, "Pareto chart", TOP + BAR_HEIGHT * (double)(rows + (rest > 0)) + 8);
	for (size_t i = 0; i < rows; i++) {
		running += bars[i].count;
		one_bar(h, i, bars[i].name, bars[i].count, running, all, most);
	}
	if (rest > 0)
		one_bar(h, rows, span_format(output_arena(h->output), "%zu others", nbars - rows), rest, all, all, most);
	end(h, caption);
}

static const char *const strokes[] = {
	"stroke=\"#222\" stroke-width=\"2\" fill=\"none\"", "stroke=\"#b3261e\" stroke-width=\"1.5\" fill=\"none\"",
	"stroke=\"#c77700\" stroke-width=\"1.5\" stroke-dasharray=\"7 3\" fill=\"none\"", "stroke=\"#1f4e79\" stroke-width=\"1.5\" stroke-dasharray=\"2 3\" fill=\"none\"",
	"stroke=\"#2e7d32\" stroke-width=\"1.5\" stroke-dasharray=\"9 3 2 3\" fill=\"none\"",
};

/* More steps than the paper can show are passed over. */
#define LEAST_STEP 0.4

static void one_curve(const struct field *f, const struct curve *c, const char *stroke)
{
	struct output *o = f->h->output;
	double x = LEFT, drawn_x = LEFT, drawn_y = place_y(f, 1);
	output_format(o, "<path %s d=\"M%.1f %.1f", stroke, x, drawn_y);
	for (size_t i = 0; i < c->nsteps; i++) {
		double y = place_y(f, c->steps[i].share);
		x = place_x(f, (double)c->steps[i].seconds / (double)SECONDS_PER_DAY);
		if (i + 1 < c->nsteps && x - drawn_x < LEAST_STEP && y - drawn_y < LEAST_STEP)
			continue;
		output_format(o, "H%.1fV%.1f", x, y);
		drawn_x = x;
		drawn_y = y;
	}
	output_text(o, "\"/>\n");
}

void plot_curves(struct html *h, const char *caption, const struct curve *curves, size_t ncurves)
{
	struct field f = {h, 1, 1};
	for (size_t i = 0; i < ncurves; i++) {
		double last = curves[i].nsteps == 0 ? 0 : (double)curves[i].steps[curves[i].nsteps - 1].seconds / (double)SECONDS_PER_DAY;
		f.x_most = last > f.x_most ? last : f.x_most;
	}
	f.x_most = rounded(f.x_most);
	begin(h, "Kaplan-Meier curve", HEIGHT);
	rule_y(&f, 100, "% not yet resolved");
	for (int i = 0; i <= TICKS; i++)
		words(h, place_x(&f, f.x_most * i / TICKS), BOTTOM + 16, "middle", shown(h, f.x_most * i / TICKS));
	words(h, RIGHT, BOTTOM + 32, "end", SPAN("days since receipt"));
	line(h, LEFT, place_y(&f, 0.5), RIGHT, place_y(&f, 0.5), "stroke=\"#888\" stroke-dasharray=\"3 3\"");
	for (size_t i = 0; i < ncurves && i < COUNT(strokes); i++) {
		double y = TOP + 14 + 16 * (double)i;
		one_curve(&f, &curves[i], strokes[i]);
		output_format(h->output, "<path %s d=\"M%.1f %.1fH%.1f\"/>\n", strokes[i], RIGHT - 130, y - 4, RIGHT - 96);
		words(h, RIGHT - 90, y, "start", span_of(curves[i].name));
	}
	end(h, caption);
}

static const char *const fills[] = {
	[RATING_NONE] = "fill=\"#eee\" stroke=\"#555\"",  [RATING_LOW] = "fill=\"#cfd8dc\" stroke=\"#555\"",      [RATING_MEDIUM] = "fill=\"#90a4ae\" stroke=\"#555\"",
	[RATING_HIGH] = "fill=\"#e6a23c\" stroke=\"#555\"", [RATING_CRITICAL] = "fill=\"#b3261e\" stroke=\"#555\"", [RATING_MISSING] = "fill=\"#fff\" stroke=\"#555\"",
};
_Static_assert(COUNT(fills) == RATINGS, "a rating lacks its colour");

void plot_backlog(struct html *h, const struct trends *t)
{
	struct arena *a = output_arena(h->output);
	struct field f = {h, AGES, 1};
	size_t sums[AGES] = {0};
	for (enum age age = 0; age < AGES; age++) {
		for (enum rating r = 0; r < RATINGS; r++)
			sums[age] += t->backlog[age][r];
		f.y_most = (double)sums[age] > f.y_most ? (double)sums[age] : f.y_most;
	}
	f.y_most = rounded(f.y_most);
	begin(h, "open reports by age", HEIGHT);
	rule_y(&f, 1, "open reports");
	for (enum age age = 0; age < AGES; age++) {
		double under = 0, left = place_x(&f, (double)age + 0.2), width = place_x(&f, 0.6) - LEFT;
		for (enum rating r = RATINGS; r-- > 0;) {
			double count = (double)t->backlog[age][r];
			if (count > 0)
				box(h, left, place_y(&f, under + count), width, place_y(&f, under) - place_y(&f, under + count), fills[r]);
			under += count;
		}
		words(h, left + width / 2, BOTTOM + 16, "middle", span_of(age_name(age)));
		words(h, left + width / 2, place_y(&f, under) - 4, "middle", span_format(a, "%zu", sums[age]));
	}
	for (enum rating r = 0; r < RATINGS; r++) {
		box(h, LEFT + 100 * (double)r, BOTTOM + 26, 10, 10, fills[r]);
		words(h, LEFT + 100 * (double)r + 15, BOTTOM + 35, "start", rating_name(r));
	}
	end(h, "Open at the end of the period, by days since receipt and by severity.");
}
