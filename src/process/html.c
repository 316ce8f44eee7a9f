/* SPDX-License-Identifier: MIT */
/* html.c - a document for people who read it in a browser or on paper. */
#include "process/html.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>

static const char style[] =
	"body{font:11pt/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
	"h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #bbb}h3{font-size:1.05rem}"
	"table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.9em}"
	"th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
	"th{background:#f0f2f4;overflow-wrap:normal}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}td.s{white-space:nowrap}"
	".open{color:#8a1c1c;font-weight:600}svg{max-width:100%;height:auto}"
	"figure{margin:1rem 0;break-inside:avoid}figcaption{font-size:.85em;color:#444}"
	"tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}"
	".sign td{height:2.2rem}"
	"@page{size:A4;margin:18mm 15mm}@media print{body{margin:0;max-width:none;font-size:9.5pt}a{color:inherit}}";

static const char *entity(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void put_text(struct html *h, struct span text, void put(struct output *, struct span))
{
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		const char *name = entity(text.at[i]);
		if (name == NULL)
			continue;
		put(h->output, span_slice(text, from, i));
		output_text(h->output, name);
		from = i + 1;
	}
	put(h->output, span_from(text, from));
}

void html_text(struct html *h, struct span text)
{
	put_text(h, text, output_foreign);
}

void html_written(struct html *h, struct span text)
{
	put_text(h, text, output_written);
}

void html_format(struct html *h, const char *format, ...)
{
	char text[512];
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (length > 0)
		html_text(h, (struct span){text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1});
}

void html_begin(struct html *h, struct span title)
{
	output_text(h->output, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
	                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
	                       "<meta name=\"viewport\" content=\"width=device-width\"><title>");
	html_text(h, title);
	output_text(h->output, "</title><style>");
	output_text(h->output, style);
	output_text(h->output, "</style></head><body>\n<h1>");
	html_text(h, title);
	output_text(h->output, "</h1>\n");
}

void html_end(struct html *h)
{
	output_text(h->output, "</body></html>\n");
}

void html_heading(struct html *h, int level, const char *text)
{
	output_format(h->output, "<h%d>", level);
	html_text(h, span_of(text));
	output_format(h->output, "</h%d>\n", level);
}

void html_paragraph(struct html *h, struct span text)
{
	output_text(h->output, "<p>");
	html_text(h, text);
	output_text(h->output, "</p>\n");
}

void html_table_begin(struct html *h, const char *const *headings)
{
	output_text(h->output, "<table><thead><tr>");
	for (; *headings != NULL; headings++) {
		output_text(h->output, "<th>");
		html_text(h, span_of(*headings));
		output_text(h->output, "</th>");
	}
	output_text(h->output, "</tr></thead><tbody>\n");
}

void html_row_begin(struct html *h)
{
	output_text(h->output, "<tr>");
}

void html_cell(struct html *h, struct span text)
{
	output_text(h->output, "<td>");
	html_text(h, text);
	output_text(h->output, "</td>");
}

void html_short(struct html *h, struct span text)
{
	output_text(h->output, "<td class=\"s\">");
	html_text(h, text);
	output_text(h->output, "</td>");
}

void html_number(struct html *h, struct span text)
{
	output_text(h->output, "<td class=\"n\">");
	html_text(h, text);
	output_text(h->output, "</td>");
}

void html_row_end(struct html *h)
{
	output_text(h->output, "</tr>\n");
}

void html_table_end(struct html *h)
{
	output_text(h->output, "</tbody></table>\n");
}

static void control_row(struct html *h, const char *word, struct span text)
{
	output_text(h->output, "<tr><th>");
	html_text(h, span_of(word));
	output_text(h->output, text.len == 0 ? "</th><td class=\"open\">" : "</th><td>");
	html_text(h, text.len == 0 ? SPAN("not given") : text);
	output_text(h->output, "</td></tr>\n");
}

void html_control_block(struct html *h, const struct document_control *c)
{
	output_text(h->output, "<table class=\"control\"><tbody>\n");
	control_row(h, "Document", c->document);
	control_row(h, "Version", c->version);
	control_row(h, "Title", c->title);
	control_row(h, "Product", c->product);
	control_row(h, "Date", c->date);
	control_row(h, "Made from ledger", c->ledger);
	control_row(h, "Made under policy", c->policy);
	control_row(h, "Generated by", c->generated_by);
	output_text(h->output, "</tbody></table>\n");
}

void html_approval_lines(struct html *h, const char *const *roles)
{
	output_text(h->output, "<table class=\"sign\"><thead><tr><th>Role</th><th>Name</th><th>Date</th><th>Signature</th></tr></thead><tbody>\n");
	for (; *roles != NULL; roles++) {
		output_text(h->output, "<tr><td>");
		html_text(h, span_of(*roles));
		output_text(h->output, "</td><td></td><td></td><td></td></tr>\n");
	}
	output_text(h->output, "</tbody></table>\n");
}
