/* SPDX-License-Identifier: MIT */
/* fields.c - the fields of a problem report, and what may stand in each. */
#include "base/arena.h"
#include "base/date.h"
#include "base/unicode.h"
#include "process/lifecycle.h"
#include "text/cvss.h"
#include "text/identity.h"
#include "text/words.h"

/* Clocks of two machines may differ a little. */
#define AHEAD_SECONDS 300

static const struct field_form forms[] = {
	[FIELD_PRODUCT] = {"product", "product or item that has the problem", FORM_TEXT, NULL, 1, "infusion-pump"},
	[FIELD_VERSION] = {"version", "version in which it was seen", FORM_TEXT, NULL, 1, "2.3.0"},
	[FIELD_TITLE] = {"title", "the problem in one line", FORM_TEXT, NULL, 5, "Overlong pump names overrun a buffer"},
	[FIELD_DESCRIPTION] = {"description", "what was seen, where, under which circumstances", FORM_TEXT, NULL, 10, "A name of 300 bytes stops the pump"},
	[FIELD_SOURCE] = {"source", "where it came from", FORM_CHOICE, "testing supplier developer user audit-log researcher public-monitoring", 0, "testing"},
	[FIELD_REPORTER] = {"reporter", "who reported it", FORM_TEXT, NULL, 2, "R. Roe, ward 3"},
	[FIELD_RECEIVED] = {"received", "when the report came in, not when it was entered", FORM_PAST_DAY, NULL, 0, "2026-01-02"},
	[FIELD_SECURITY] = {"security", "whether it concerns security", FORM_CHOICE, "yes no", 0, "yes"},
	[FIELD_ORIGIN] = {"origin", "what made it a report", FORM_CHOICE, "gate deviation recurrence audit break-glass import field person", 0, "person"},
	[FIELD_FINGERPRINT] = {"fingerprint", "of the finding, 64 hexadecimal digits", FORM_TEXT, NULL, 8, "3f2a...  (as the verdict has it)"},
	[FIELD_OBSERVATION] = {"observation", "id that the gate printed", FORM_TEXT, NULL, 4, "OBS-ABCDEFGH2345"},
	[FIELD_RULE] = {"rule", "rule of the policy", FORM_TEXT, NULL, 2, "BF-C-002"},
	[FIELD_CWE] = {"cwe", "weakness, or none", FORM_CWE, NULL, 0, "CWE-120"},
	[FIELD_COMPONENT] = {"component", "part of the product", FORM_TEXT, NULL, 1, "alarm"},
	[FIELD_REPOSITORY] = {"repository", "repository in which it lies", FORM_TEXT, NULL, 1, "pump"},
	[FIELD_COMMIT] = {"commit", "commit that brought it", FORM_COMMITS, NULL, 0, "0123456789abcdef0123456789abcdef01234567"},
	[FIELD_PATH] = {"path", "file in which it lies", FORM_TEXT, NULL, 1, "src/alarm.c"},
	[FIELD_DEVIATION] = {"deviation", "deviation under which it is accepted", FORM_TEXT, NULL, 3, "DEV-001"},
	[FIELD_BREAK_GLASS] = {"break_glass", "break-glass entry that let it through", FORM_TEXT, NULL, 3, "BG-001"},
	[FIELD_CVE] = {"cve", "public number of the vulnerability", FORM_TEXT, NULL, 3, "CVE-2026-12345"},
	[FIELD_REFERENCE] = {"reference", "document that reports it", FORM_TEXT, NULL, 3, "example-2026-0001"},
	[FIELD_REVISION] = {"revision", "revision of that document", FORM_TEXT, NULL, 1, "2"},
	[FIELD_STATUS] = {"status", "what that document says about the product", FORM_TEXT, NULL, 3, "known_affected"},
	[FIELD_OWNER] = {"owner", "address of the person who has it in hand", FORM_ADDRESS, NULL, 0, "roe@example.org"},
	[FIELD_STARTED] = {"started", "day on which the review began", FORM_PAST_DAY, NULL, 0, "2026-01-05"},
	[FIELD_APPLICABILITY] = {"applicability", "whether and why it applies to the product", FORM_TEXT, NULL, 5, "applies: the parser is in every release"},
	[FIELD_VERIFIABILITY] = {"verifiability", "how it can be shown", FORM_TEXT, NULL, 5, "shown by test TST-014"},
	[FIELD_THREATS] = {"threats", "threats it belongs to, or none and why", FORM_TEXT, NULL, 4, "THR-003"},
	[FIELD_SEVERITY] = {"severity", "severity for security", FORM_CHOICE, "none low medium high critical", 0, "high"},
	[FIELD_IMPACT] = {"impact", "what it means in the place where the product is used", FORM_TEXT, NULL, 10, "the alarm may be stopped from the ward network"},
	[FIELD_CVSS] = {"cvss", "CVSS vector", FORM_CVSS, NULL, 0, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
	[FIELD_CVSS_SCORE] = {"cvss_score", "score of the vector", FORM_SCORE, NULL, 0, "9.8"},
	[FIELD_SCHEME] = {"scheme", "another scheme than CVSS, with its result", FORM_TEXT, NULL, 5, "in-house table 4: B2"},
	[FIELD_AFFECTED] = {"affected", "all versions that have it", FORM_TEXT, NULL, 1, "2.0.0 to 2.3.0"},
	[FIELD_ROOT_CAUSE] = {"root_cause", "class of its cause", FORM_CHOICE,
	                      "requirement-gap design-flaw coding-error standard-violation third-party configuration documentation process-gap", 0, "coding-error"},
	[FIELD_RELATED] = {"related", "related problems, or none", FORM_TEXT, NULL, 4, "PRB-0003"},
	[FIELD_SAFETY] = {"safety", "impact on safety and effectiveness", FORM_CHOICE, "none negligible minor serious critical catastrophic", 0, "serious"},
	[FIELD_SAFETY_REFERENCE] = {"safety_reference", "where the risk file treats it", FORM_TEXT, NULL, 2, "RMF-12 4.3"},
	[FIELD_DECISION] = {"decision", "what is done", FORM_CHOICE, "fix mitigate-by-environment accept-residual-risk transfer-to-supplier defer", 0, "fix"},
	[FIELD_DECIDER] = {"decider", "who decided", FORM_ADDRESS, NULL, 0, "chief@example.org"},
	[FIELD_DECIDER_ROLE] = {"decider_role", "in which role", FORM_TEXT, NULL, 2, "security-reviewer"},
	[FIELD_RATIONALE] = {"rationale", "why it was decided so", FORM_TEXT, NULL, 10, "it can be reached from outside"},
	[FIELD_DUE] = {"due", "day by which it is to be done", FORM_DAY, NULL, 0, "2026-03-01"},
	[FIELD_DISCLOSE] = {"disclose", "whether it is disclosed", FORM_CHOICE, "yes no", 0, "yes"},
	[FIELD_DISCLOSE_RATIONALE] = {"disclose_rationale", "why it is disclosed, or is not", FORM_TEXT, NULL, 10, "released versions are affected"},
	[FIELD_THIRD_PARTY] = {"third_party", "whether a supplier was told, and who", FORM_TEXT, NULL, 2, "no supplier is concerned"},
	[FIELD_OTHER_PRODUCTS] = {"other_products", "whether owners of other products were told, and who", FORM_TEXT, NULL, 2, "monitor team told"},
	[FIELD_EXPIRES] = {"expires", "day on which it is looked at again", FORM_COMING_DAY, NULL, 0, "2027-01-01"},
	[FIELD_RISK_APPROVAL] = {"risk_approval", "who approved the residual risk, and where it is recorded", FORM_TEXT, NULL, 5, "chief@example.org, RMF-12 rev. 4"},
	[FIELD_CHANGES] = {"changes", "change requests that address it", FORM_TEXT, NULL, 2, "CR-88"},
	[FIELD_COMMITS] = {"commits", "commits that resolve it", FORM_COMMITS, NULL, 0, "0123456789abcdef0123456789abcdef01234567"},
	[FIELD_CHANGE_IMPACT] = {"change_impact", "what the change means for safety, security and effectiveness", FORM_TEXT, NULL, 10, "parser only; no timing changes"},
	[FIELD_RESOLVER] = {"resolver", "who resolved it", FORM_TEXT, NULL, 2, "doe@example.org"},
	[FIELD_VERIFIER] = {"verifier", "who verified it, another person than the resolver", FORM_ADDRESS, NULL, 0, "roe@example.org"},
	[FIELD_VERIFICATION] = {"verification", "evidence that it is gone", FORM_TEXT, NULL, 5, "TST-014 passed, report 77"},
	[FIELD_NEW_PROBLEMS] = {"new_problems", "problems that the change brought, or none", FORM_TEXT, NULL, 4, "none found"},
	[FIELD_RELEASED] = {"released", "version that has the change", FORM_TEXT, NULL, 1, "2.3.1"},
	[FIELD_PATCH_AVAILABLE] = {"patch_available", "day on which users could get it", FORM_PAST_DAY, NULL, 0, "2026-02-20"},
	[FIELD_PATCH_DEPLOYED] = {"patch_deployed", "day on which it was in place", FORM_PAST_DAY, NULL, 0, "2026-03-20"},
	[FIELD_ADVISORY] = {"advisory", "advisory with description, severity, affected versions, resolution", FORM_TEXT, NULL, 3, "SA-2026-04"},
	[FIELD_NOTIFIED] = {"notified", "who was told, and when", FORM_TEXT, NULL, 5, "users 2026-02-20, authority 2026-02-18"},
	[FIELD_CLOSER] = {"closer", "who closes it, another person than the resolver", FORM_ADDRESS, NULL, 0, "chief@example.org"},
	[FIELD_CLOSED] = {"closed", "day on which it is closed", FORM_PAST_DAY, NULL, 0, "2026-03-21"},
	[FIELD_REASON] = {"reason", "how it ended", FORM_REASON,
	                  "fixed mitigated risk-accepted transferred not-applicable not-reproducible duplicate-of false-positive not-security", 0, "fixed"},
	[FIELD_NOTE] = {"note", "a remark", FORM_TEXT, NULL, 3, "asked the supplier again"},
	[FIELD_CAUSE] = {"cause", "why it was opened again", FORM_CHOICE, "expiry recurrence new-information mistake", 0, "new-information"},
	[FIELD_VERDICT] = {"verdict", "verdict that saw it", FORM_TEXT, NULL, 4, "VRD-ABCDEFGH"},
	[FIELD_SEEN] = {"seen", "what became of the finding that was seen again", FORM_CHOICE, "refused landed reported", 0, "refused"},
};
_Static_assert(COUNT(forms) == FIELDS, "a field lacks its form");

const struct field_form *field_form(enum field field)
{
	return &forms[field];
}

bool field_named(struct span name, enum field *field)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (span_eq(name, span_of(forms[i].name))) {
			*field = (enum field)i;
			return true;
		}
	return false;
}

/* Text that shows on paper: ledger, terminal and report must say the same. */
static bool shows(struct span text)
{
	uint32_t character;
	for (size_t at = 0, n; at < text.len; at += n) {
		n = unicode_decode(span_from(text, at), &character);
		if (n == 0 || !unicode_visible(character))
			return false;
	}
	return true;
}

static bool is_commit(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!byte_is_digit(text.at[i]) && (text.at[i] < 'a' || text.at[i] > 'f'))
			return false;
	return text.len == 40;
}

static bool is_cwe(struct span text)
{
	unsigned long number;
	return span_starts(text, SPAN("CWE-")) && span_number(span_from(text, 4), 99999, &number) && number > 0;
}

/* Whether the text is a list with commas of such things. */
static bool all_of(struct span text, bool (*is)(struct span))
{
	struct span piece;
	if (text.len == 0)
		return false;
	while (span_next(&text, ',', &piece))
		if (!is(span_trim(piece)))
			return false;
	return true;
}

static bool is_score(struct span text)
{
	unsigned long whole, tenth = 0;
	size_t dot = span_find(text, '.');
	if (dot < text.len && (text.len != dot + 2 || !span_number(span_from(text, dot + 1), 9, &tenth)))
		return false;
	return span_number(span_slice(text, 0, dot), 10, &whole) && (whole < 10 || tenth == 0);
}

static bool is_reason(struct span text, const char *choices)
{
	struct span duplicate = SPAN("duplicate-of");
	if (!word_among(choices, text) || span_eq(text, duplicate))
		return false;
	return span_find(text, ':') == text.len || span_starts(span_from(text, duplicate.len + 1), SPAN("PRB-"));
}

static struct span fault_of_text(struct arena *a, const struct field_form *form, struct span text)
{
	if (text.len < form->least)
		return span_format(a, "is too short; it is to say: %s", form->what);
	if (form->least >= 5 && words_placeholder(text))
		return span_format(a, "is a placeholder; it is to say: %s", form->what);
	return SPAN("");
}

static struct span fault_of_day(struct arena *a, const struct field_form *form, struct span text, int64_t now)
{
	int64_t day;
	bool read = form->form == FORM_PAST_DAY ? moment_read(text, &day) && text.at[0] != '@' : date_read(text, &day);
	if (!read)
		return span_format(a, "is no day; write YYYY-MM-DD%s", form->form == FORM_PAST_DAY ? " or YYYY-MM-DDTHH:MM:SSZ" : "");
	if (form->form == FORM_PAST_DAY && day > now + AHEAD_SECONDS)
		return SPAN("is still to come");
	if (form->form == FORM_COMING_DAY && day <= now)
		return SPAN("is over already; name a day that is still to come");
	return SPAN("");
}

static struct span otherwise(bool fits, struct span fault)
{
	return fits ? SPAN("") : fault;
}

struct span field_fault(struct arena *a, enum field field, struct span text, int64_t now)
{
	const struct field_form *form = &forms[field];
	if (text.len > FIELD_LONGEST)
		return span_format(a, "is longer than %d bytes", FIELD_LONGEST);
	if (text.len == 0)
		return SPAN("is empty");
	if (!shows(text))
		return SPAN("holds bytes or characters that do not show, a line end perhaps; write it on one line of UTF-8");
	switch (form->form) {
	case FORM_TEXT:
		return fault_of_text(a, form, text);
	case FORM_DAY:
	case FORM_PAST_DAY:
	case FORM_COMING_DAY:
		return fault_of_day(a, form, text, now);
	case FORM_CHOICE:
		return otherwise(word_among(form->choices, text), span_format(a, "is none of: %s", form->choices));
	case FORM_ADDRESS:
		return otherwise(identity_is_address(text), SPAN("is no address of a person"));
	case FORM_COMMITS:
		return otherwise(all_of(text, is_commit), SPAN("is no list of commits; write 40 hexadecimal digits, with commas between several"));
	case FORM_CVSS:
		return cvss_fault(a, text);
	case FORM_SCORE:
		return otherwise(is_score(text), SPAN("is no score from 0.0 to 10.0"));
	case FORM_CWE:
		return otherwise(span_eq(text, SPAN("none")) || all_of(text, is_cwe), SPAN("is no list like CWE-120, CWE-787, and not none"));
	case FORM_REASON:
		return otherwise(is_reason(text, form->choices), span_format(a, "is none of: %s (duplicate-of:PRB-0001)", form->choices));
	}
	return SPAN("");
}
