/* SPDX-License-Identifier: MIT */
/* c_walk.c - the walk through code, word by word: which body, which statement, which variables hide a name. */
#include "text/c_code.h"

#include "base/arena.h"
#include "text/c_declares.h"
#include "text/c_hidden.h"

/* Deeper bodies, and further aliases, are not kept apart: their names are uses. */
enum { BODIES_MOST = 4096, ALIASES_MOST = 16 };

struct frame {
	size_t begin;
	size_t opens;      /* where the parentheses of this body begin among all open ones */
	uint32_t parens;
	uint32_t questions; /* ? without a colon, outside of parentheses */
	uint8_t body;      /* enum c_body */
	bool assigned;
	bool expression;   /* the statement has a word or an arrow behind which no head of a class can stand */
	size_t key;        /* class, enum or namespace, where the head of one may begin; plus one, 0: nowhere */
	size_t head;       /* the name of the class or namespace that this body is, plus one */
	bool linkage;      /* in extern "C" { */
	bool is_std;       /* the namespaces from here outwards are aliases */
};

/* What was open at an #if. */
struct branch {
	size_t nframes, opens;
	uint32_t parens;
};

/* A wanted name whose value may be called behind its parentheses, and its uses so far. */
struct mention {
	size_t word, first, end;
};

struct walk {
	struct c_code *code;
	struct c_view view;
	struct frame *frames;
	size_t nframes, frames_room, beyond; /* beyond: bodies that are open and not kept */
	size_t asm_parens;      /* parentheses outside the asm statement at hand, plus one; 0: none */
	size_t *opens, *marks;  /* the words of the open parentheses, and how much was mentioned in front of them */
	size_t opens_room, marks_room;
	struct mention *mentions; /* in open parentheses */
	size_t nmentions, mentions_room;
	struct hiding hiding;
	struct span aliases[ALIASES_MOST];
	size_t naliases;
	struct branch *branches; /* the open #ifs */
	size_t nbranches, branches_room;
	size_t turn, line; /* the next turn; the first word of the line */
	size_t digest_of_line; /* the first word of the line whose digest is kept, plus one */
	struct digest digest;
};

static struct frame *frame_of(struct walk *walk)
{
	return &walk->frames[walk->nframes - 1];
}

static void begin_statement(struct frame *frame, size_t next)
{
	frame->begin = next;
	frame->key = 0;
	frame->questions = 0;
	frame->assigned = frame->expression = false;
}

static bool is_std(const struct walk *walk, size_t i)
{
	if (view_key(&walk->view, i) == KEY_STD || walk->naliases == ALIASES_MOST)
		return true;
	struct span name = c_word_spelling(walk->code, view_at(&walk->view, i));
	for (size_t a = 0; a < walk->naliases; a++)
		if (span_eq(walk->aliases[a], name))
			return true;
	return false;
}

static void add_alias(struct walk *walk, size_t name)
{
	if (!is_std(walk, name))
		walk->aliases[walk->naliases++] = c_word_spelling(walk->code, view_at(&walk->view, name));
}

/* What is declared here with C's own names can be had of each namespace around it. */
static void add_namespaces(struct walk *walk)
{
	for (size_t i = walk->nframes; i-- > 0 && !walk->frames[i].is_std;) {
		walk->frames[i].is_std = true;
		if (walk->frames[i].body == BODY_FILE && walk->frames[i].head != 0)
			add_alias(walk, walk->frames[i].head - 1);
	}
}

/* At #else the bodies are open that were open at #if; what is included in a namespace can be had of it. */
static void take_turn(struct walk *walk, enum c_branch branch)
{
	if (branch == BRANCH_INCLUDE) {
		add_namespaces(walk);
		return;
	}
	if (branch == BRANCH_OPEN) {
		walk->branches = arena_grow(walk->code->uses->arena, walk->branches, walk->nbranches, &walk->branches_room,
					    sizeof *walk->branches);
		walk->branches[walk->nbranches++] = (struct branch){walk->nframes, frame_of(walk)->opens, frame_of(walk)->parens};
		return;
	}
	if (walk->nbranches == 0)
		return;
	hiding_end_bodies(&walk->hiding, walk->nframes + 1, walk->nbranches - 1);
	if (branch == BRANCH_CLOSE) {
		walk->nbranches--;
		return;
	}
	walk->nframes = walk->branches[walk->nbranches - 1].nframes;
	frame_of(walk)->opens = walk->branches[walk->nbranches - 1].opens;
	frame_of(walk)->parens = walk->branches[walk->nbranches - 1].parens;
}

static enum c_body body_at(const struct walk *walk, const struct frame *frame, size_t brace, size_t *name)
{
	unsigned previous = view_sign(&walk->view, brace - 1);
	if (previous == '=' || (previous == ',' && frame->parens > 0) || (frame->body == BODY_LIST && previous != ')'))
		return BODY_LIST;
	if (view_at(&walk->view, brace - 1)->kind == C_STRING && frame->parens == 0 && frame->body == BODY_FILE)
		return BODY_FILE;
	bool headed = frame->key != 0 && frame->parens == 0 && !frame->assigned && !frame->expression;
	return headed ? c_body_of_head(&walk->view, frame->key - 1, brace, name) : BODY_CODE;
}

static void open_body(struct walk *walk, size_t brace)
{
	if (walk->nframes == BODIES_MOST) {
		walk->beyond++;
		return;
	}
	size_t name = brace;
	bool plain = frame_of(walk)->body == BODY_CODE && frame_of(walk)->parens == 0 && !frame_of(walk)->assigned;
	if (plain && c_begins_function(&walk->view, frame_of(walk)->begin, brace))
		hiding_end_before(&walk->hiding, frame_of(walk)->begin);
	enum c_body body = body_at(walk, frame_of(walk), brace, &name);
	bool linkage = frame_of(walk)->linkage || (body == BODY_FILE && view_at(&walk->view, brace - 1)->kind == C_STRING);
	size_t opens = frame_of(walk)->opens + frame_of(walk)->parens;
	hiding_open_body(&walk->hiding, walk->nframes + 1, frame_of(walk)->parens);
	walk->frames = arena_grow(walk->code->uses->arena, walk->frames, walk->nframes, &walk->frames_room, sizeof *walk->frames);
	walk->frames[walk->nframes++] = (struct frame){
		.begin = brace + 1,
		.opens = opens,
		.body = (uint8_t)body,
		.head = name == brace ? 0 : name + 1,
		.linkage = linkage,
	};
}

/* What was declared for one statement ends with it; `else` goes on with an if. */
static void end_brief(struct walk *walk, size_t end)
{
	if (walk->hiding.brief == 0)
		return;
	const struct c_word *next = view_at(&walk->view, end + 1);
	bool goes_on = next->kind == C_NAME && next->sign == KEY_EXPRESSION && span_eq(c_word_spelling(walk->code, next), SPAN("else"));
	if (!goes_on)
		hiding_end_statement(&walk->hiding, walk->nframes, frame_of(walk)->parens);
}

static void close_body(struct walk *walk, size_t brace)
{
	if (walk->beyond > 0) {
		walk->beyond--;
		return;
	}
	if (walk->nframes == 1) {
		hiding_end_bodies(&walk->hiding, 0, 0);
		begin_statement(frame_of(walk), brace + 1);
		return;
	}
	enum c_body body = (enum c_body)frame_of(walk)->body;
	walk->nframes--;
	hiding_end_bodies(&walk->hiding, walk->nframes, walk->nbranches);
	struct frame *frame = frame_of(walk);
	bool declarators_follow = body == BODY_CLASS || body == BODY_ENUM || body == BODY_LIST;
	if (!declarators_follow)
		end_brief(walk, brace);
	if (frame->parens > 0 || frame->assigned || frame->questions > 0)
		return;
	if (declarators_follow)
		frame->key = 0;
	else
		begin_statement(frame, brace + 1);
}

static void end_statement(struct walk *walk, size_t semicolon)
{
	struct frame *frame = frame_of(walk);
	end_brief(walk, semicolon);
	if (frame->parens > 0)
		return;
	begin_statement(frame, semicolon + 1);
	walk->asm_parens = 0;
	if (frame->opens == 0)
		walk->nmentions = 0;
	hiding_end_bodies(&walk->hiding, walk->nframes, walk->nbranches);
}

/* A colon ends a label, a case or `public`; elsewhere it goes on. */
static void pass_colon(struct walk *walk, size_t colon)
{
	struct frame *frame = frame_of(walk);
	if (frame->parens == 0 && frame->questions > 0) {
		frame->questions--;
		return;
	}
	if (frame->parens > 0 || frame->assigned || frame->key != 0)
		return;
	size_t begin = frame->begin;
	bool label = begin + 1 == colon && view_names(&walk->view, begin);
	bool access = view_key(&walk->view, begin) == KEY_ACCESS;
	bool choice = view_key(&walk->view, begin) == KEY_EXPRESSION && frame->body == BODY_CODE;
	if (label || access || choice)
		begin_statement(frame, colon + 1);
}

static void open_parenthesis(struct walk *walk, size_t i)
{
	struct frame *frame = frame_of(walk);
	size_t count = frame->opens + frame->parens++;
	walk->opens = arena_grow(walk->code->uses->arena, walk->opens, count, &walk->opens_room, sizeof *walk->opens);
	walk->marks = arena_grow(walk->code->uses->arena, walk->marks, count, &walk->marks_room, sizeof *walk->marks);
	walk->opens[count] = i;
	walk->marks[count] = walk->nmentions;
}

/* (a, NAME)(...), (c ? NAME : b)(...), f(NAME)(...), of which f may be a macro: the value of what is in parentheses is called. */
static void call_mentioned(struct walk *walk, size_t mark)
{
	for (size_t i = mark; i < walk->nmentions; i++) {
		const struct mention *each = &walk->mentions[i];
		struct digest window = c_call_window(walk->code, &walk->view, each->word);
		for (size_t k = each->first; k < each->end; k++) {
			walk->code->uses->list[k].kind = USE_CALL;
			walk->code->uses->list[k].window = window;
		}
	}
}

/* What was mentioned in the parentheses is called, or goes on as their value, or ends with them. */
static void close_mentions(struct walk *walk, size_t open, size_t close, size_t mark)
{
	unsigned key = view_key(&walk->view, open - 1);
	bool head = key == KEY_LOOP || key == KEY_CONDITION, called = !head && view_sign(&walk->view, close + 1) == '(';
	if (walk->nmentions <= mark)
		return;
	if (called)
		call_mentioned(walk, mark);
	if (called || head || !c_is_group(walk->code, &walk->view, open))
		walk->nmentions = mark;
}

static void close_parenthesis(struct walk *walk, size_t close)
{
	struct frame *frame = frame_of(walk);
	if (frame->parens > 0) {
		size_t last = frame->opens + --frame->parens, open = walk->opens[last];
		hiding_close(&walk->hiding, walk->nframes, frame->parens, view_key(&walk->view, open - 1));
		close_mentions(walk, open, close, walk->marks[last]);
	}
	if (frame->parens < walk->asm_parens)
		walk->asm_parens = 0;
}

static void pass_sign(struct walk *walk, size_t i, unsigned sign)
{
	struct frame *frame = frame_of(walk);
	switch (sign) {
	case '{':
		open_body(walk, i);
		return;
	case '}':
		close_body(walk, i);
		return;
	case '(':
		open_parenthesis(walk, i);
		return;
	case ')':
		close_parenthesis(walk, i);
		return;
	case ';':
		end_statement(walk, i);
		return;
	case '=':
		frame->assigned = frame->assigned || frame->parens == 0;
		return;
	case SIGN_ARROW:
		frame->expression = frame->expression || frame->parens == 0;
		return;
	case '?':
		frame->questions += frame->parens == 0;
		return;
	case ':':
		pass_colon(walk, i);
		return;
	default:
		return;
	}
}

/* namespace x = std; or using namespace std; and their longer spellings. */
static void note_alias(struct walk *walk, size_t i)
{
	bool names = view_key(&walk->view, i - 1) == KEY_USING;
	if (!names && (!view_names(&walk->view, i + 1) || view_sign(&walk->view, i + 2) != '='))
		return;
	size_t last = names ? i + 1 : i + 3;
	last += view_sign(&walk->view, last) == SIGN_COLONS;
	while (view_sign(&walk->view, last + 1) == SIGN_COLONS)
		last += 2;
	bool global = view_sign(&walk->view, last) == ';';
	if (!global && !c_is_inside_std(walk->code, &walk->view, last) && !is_std(walk, last))
		return;
	if (!names)
		add_alias(walk, i + 1);
	else if (frame_of(walk)->body == BODY_FILE)
		add_namespaces(walk);
}

/* extern "C" in a namespace. */
static bool has_linkage(const struct walk *walk)
{
	const struct frame *frame = &walk->frames[walk->nframes - 1];
	return frame->linkage || view_at(&walk->view, frame->begin + 1)->kind == C_STRING;
}

/* Neither template <class T>, which has it in front of no head, nor the class of `enum class`. */
static bool may_head(const struct walk *walk, const struct frame *frame, size_t i)
{
	unsigned previous = view_sign(&walk->view, i - 1);
	return frame->parens == 0 && previous != '<' && previous != ',' && view_key(&walk->view, i - 1) != KEY_ENUM;
}

static void pass_key(struct walk *walk, size_t i, unsigned key)
{
	struct frame *frame = frame_of(walk);
	if (key == KEY_TAG || key == KEY_ENUM || key == KEY_NAMESPACE) {
		if (may_head(walk, frame, i))
			frame->key = i + 1;
		if (key == KEY_NAMESPACE)
			note_alias(walk, i);
		return;
	}
	frame->expression = frame->expression || ((key == KEY_EXPRESSION || key == KEY_CONDITION) && frame->parens == 0);
	if (key == KEY_ASM)
		walk->asm_parens = frame->parens + 1;
	else if (key == KEY_LOOKUP || key == KEY_ALIAS || key == KEY_PRAGMA)
		c_text_of_key(walk->code, &walk->view, i);
}

static void hide(struct walk *walk, struct span name, size_t at, struct c_meaning meaning, const struct frame *frame)
{
	if (!meaning.variable || walk->beyond > 0)
		return;
	size_t parens = frame->parens > meaning.parens ? frame->parens - meaning.parens : 0;
	struct hidden hidden = {
		.name = name,
		.at = at,
		.body = walk->nframes,
		.parens = parens,
		.branches = walk->nbranches,
		.reach = parens > 0 ? REACH_PARENTHESIS : REACH_BODY,
		.callable = meaning.callable,
		.outside = parens == 0 && frame->body == BODY_FILE,
	};
	hiding_add(&walk->hiding, hidden);
}

/* What a variable of that name makes of a use; of one outside of functions, unless it stands inside one whose brace a macro has. */
static void take_hidden(const struct walk *walk, struct span name, size_t at, struct c_meaning *meaning)
{
	const struct hidden *hidden = hiding_of(&walk->hiding, name);
	bool qualified = view_sign(&walk->view, at - 1) == SIGN_COLONS;
	if (hidden == NULL || qualified || (meaning->kind != USE_REFERENCE && (meaning->kind != USE_CALL || !hidden->callable)))
		return;
	if (hidden->outside) {
		meaning->doubt = DOUBT_CODE;
		meaning->in_doubt = meaning->kind;
	}
	meaning->kind = USE_DECLARATION;
}

static struct digest window_of(struct walk *walk, size_t i, enum use_kind kind)
{
	if (kind == USE_CALL)
		return c_call_window(walk->code, &walk->view, i);
	if (walk->digest_of_line == walk->line + 1)
		return walk->digest;
	size_t end = walk->line + 1;
	while (end < walk->view.high && (walk->view.words[end].flags & WORD_STARTS_LINE) == 0)
		end++;
	walk->digest = c_line_window(walk->code, walk->view.words + walk->line, end - walk->line);
	walk->digest_of_line = walk->line + 1;
	return walk->digest;
}

static void mention(struct walk *walk, size_t i, size_t first)
{
	walk->mentions = arena_grow(walk->code->uses->arena, walk->mentions, walk->nmentions, &walk->mentions_room, sizeof *walk->mentions);
	walk->mentions[walk->nmentions++] = (struct mention){i, first, walk->code->uses->count};
}

static void pass_wanted(struct walk *walk, size_t i)
{
	struct frame *frame = frame_of(walk);
	struct c_place place = {
		.body = walk->beyond > 0 ? BODY_CODE : (enum c_body)frame->body,
		.parens = frame->parens,
		.opens = walk->opens + frame->opens,
		.begin = frame->begin,
		.assigned = frame->assigned,
		.asked = frame->questions > 0,
		.head = frame->head,
		.aliases = walk->aliases,
		.naliases = walk->naliases,
		.all_std = walk->naliases == ALIASES_MOST,
	};
	struct span name = c_word_spelling(walk->code, &walk->view.words[i]);
	struct c_meaning meaning = c_meaning_of(walk->code, &walk->view, i, &place);
	take_hidden(walk, name, i, &meaning);
	if (meaning.kind == USE_DECLARATION && frame->body == BODY_FILE && has_linkage(walk))
		add_namespaces(walk);
	if (meaning.kind == USE_DECLARATION && (walk->view.words[i].flags & WORD_INACTIVE) == 0)
		hide(walk, name, i, meaning, frame);
	struct digest window = window_of(walk, i, c_kind_told(&meaning));
	size_t first = walk->code->uses->count;
	c_tell_open(walk->code, name, &walk->view.words[i], &meaning, &window);
	if (c_kind_told(&meaning) == USE_REFERENCE && frame->opens + frame->parens > 0)
		mention(walk, i, first);
}

/* What a machine's instruction calls, in assembler: where it is no wanted name as it stands. */
static void pass_symbol(struct walk *walk, size_t i)
{
	struct span symbol = c_word_spelling(walk->code, &walk->view.words[i]);
	if (!c_symbol_is_wanted(walk->code, symbol))
		return;
	struct digest window = window_of(walk, i, USE_CALL);
	c_tell_symbol(walk->code, symbol, &walk->view.words[i], USE_CALL, &window);
}

/*
 * What was elided in a block of its own leaves everything outside of it as it is, but that it may hold what looks like a function's head,
 * which ends variables, and that its statements end mentions, asm and bodies beyond those that are kept. At the text's end it may only call
 * what was mentioned in front of it.
 */
static void pass_elided(struct walk *walk, size_t i)
{
	bool last = i + 1 == walk->view.high;
	if (walk->nmentions > 0 || (!last && (walk->hiding.count > 0 || walk->asm_parens != 0 || walk->beyond > 0)))
		walk->code->lost = true;
}

static void pass_word(struct walk *walk, size_t i)
{
	const struct c_word *word = &walk->view.words[i];
	if ((word->flags & WORD_STARTS_LINE) != 0)
		walk->line = i;
	if (word->kind == C_ELIDED) {
		pass_elided(walk, i);
		return;
	}
	if (walk->hiding.brief > 0)
		hiding_pass(&walk->hiding, &walk->view, i, walk->nframes, frame_of(walk)->parens);
	if (word->kind == C_PUNCTUATOR && (word->flags & WORD_INACTIVE) == 0)
		pass_sign(walk, i, word->sign);
	if (word->kind == C_STRING && walk->asm_parens != 0)
		c_text_of_asm(walk->code, &walk->view, i);
	if (word->kind != C_NAME)
		return;
	if ((word->flags & WORD_WANTED) != 0)
		pass_wanted(walk, i);
	else if (walk->code->text.at[word->at] == '_' && c_branches_to(walk->code, &walk->view, i))
		pass_symbol(walk, i);
	c_paste_arguments(walk->code, &walk->view, i);
	if (word->sign != KEY_NONE)
		pass_key(walk, i, word->sign);
}

void c_walk(struct c_code *code)
{
	struct walk walk = {.code = code, .view = {code->words, 0, code->nwords, &code->lost}, .nframes = 1};
	walk.frames = arena_grow(code->uses->arena, NULL, 0, &walk.frames_room, sizeof *walk.frames);
	walk.frames[0].body = BODY_FILE;
	code->read_to = 0;
	walk.opens = arena_grow(code->uses->arena, NULL, 0, &walk.opens_room, sizeof *walk.opens);
	for (size_t i = 0; i < code->nwords && !code->lost; i++) {
		while (walk.turn < code->nturns && code->turns[walk.turn].before <= i)
			take_turn(&walk, code->turns[walk.turn++].branch);
		pass_word(&walk, i);
	}
}
