/* SPDX-License-Identifier: MIT */
/* c_code.h - one reading of a C text as words: code and directives apart, each word with what it may mean. */
#ifndef PORTCULLIS_TEXT_C_CODE_H
#define PORTCULLIS_TEXT_C_CODE_H

#include "text/c_look.h"
#include "text/c_tokens.h"
#include "text/uses.h"

#include <stdint.h>

/* What a punctuator of several letters is; one letter is itself (digraphs are what they stand for). */
enum c_sign { SIGN_OTHER = 1, SIGN_COLONS, SIGN_ARROW, SIGN_PASTE, SIGN_STEP, SIGN_ASSIGN, SIGN_AND, SIGN_DOTS, SIGN_SHIFT };

/* What an identifier is besides a name. */
enum c_key {
	KEY_NONE,
	KEY_TYPE,       /* int, size_t: certainly a type */
	KEY_TAG,        /* struct, class: a type's name follows, or its members */
	KEY_ENUM,
	KEY_QUALIFIER,  /* const, inline */
	KEY_STORAGE,    /* static, typedef: what it declares is no function that another text has */
	KEY_EXTERN,     /* what it declares stands elsewhere */
	KEY_EXPRESSION, /* return: what follows is an expression */
	KEY_GOTO,
	KEY_LOOP,       /* for, catch: a declaration may stand in its parentheses */
	KEY_CONDITION,  /* if, while: so may one that begins with a value */
	KEY_EXTENSION,  /* __extension__: says nothing of what follows */
	KEY_NAMESPACE,
	KEY_USING,
	KEY_ACCESS,     /* public: */
	KEY_ATTRIBUTE,
	KEY_RESERVED,   /* the last that cannot be declared */
	KEY_STD,
	KEY_ASM,        /* asm(...): its strings are code */
	KEY_LOOKUP,     /* dlsym: a string among its arguments is a function's name */
	KEY_ALIAS,      /* alias: its string is a function's name */
	KEY_PRAGMA,     /* _Pragma */
	KEY_MNEMONIC,   /* call, bl: a machine's instruction, in assembler */
	KEY_SECTION,    /* .globl: an assembler's declaration */
	KEY_CPLUSPLUS,  /* virtual: in C++ a qualifier, in C a name; stands in no word */
};

enum { WORD_STARTS_LINE = 1, WORD_CLEAN = 2, WORD_WANTED = 4, WORD_INACTIVE = 8, WORD_EMPTY = 16, WORD_CODE = 32 };
/* WORD_EMPTY: a macro of this text that stands for nothing, or for attributes; WORD_CODE: one that stands for what can be no type. */

struct c_word {
	size_t at;
	uint32_t len; /* no literal that matters is longer */
	uint8_t kind, sign, flags; /* enum c_kind; enum c_key for names, else c_sign or the letter; WORD_... */
};

/* What stands between two words of code: #if, #else, #endif, #include. */
enum c_branch { BRANCH_OPEN, BRANCH_NEXT, BRANCH_CLOSE, BRANCH_INCLUDE };
struct c_turn {
	size_t before; /* the word of code that it stands in front of */
	enum c_branch branch;
};

enum { ODD_MOST = 16 };

struct c_code {
	struct span text;
	struct c_lexer lexer; /* for spellings */
	struct uses *uses;
	const struct names *names;
	const struct c_filter *filter;
	bool plain; /* without any short way: what the tests compare with */
	struct c_word *words, *line; /* code; the directive at hand */
	size_t nwords, words_room, nline, line_room;
	struct c_turn *turns;
	size_t nturns, turns_room;
	bool *zeros; /* per open #if: whether the branch at hand is `#if 0` */
	size_t nzeros, zeros_room, zero; /* how many of them are */
	struct c_word *defined; /* each #define of this text, and each #pragma, line by line */
	size_t ndefined, defined_room;
	bool makes, keyed; /* a macro pastes; a #define has a key that makes names of strings: what macros stand for matters */
	struct c_macro *macros; /* by their names: a table with open places */
	size_t nmacros, macros_room;
	bool macros_lost; /* some had no place */
	uint64_t macro_bits[16]; /* of their names; a name with another bit is none of them */
	size_t read_to;   /* strings in front of that word were looked at for an earlier key */
	bool nothing_pasted, nothing_joined; /* no name that matters can be, of words or in strings: the bytes say so */
	const struct c_look *look; /* blocks in front of its next place may be elided; NULL: none is */
	size_t place, skimmed;     /* the first place that is not passed; bytes that were looked at in vain */
	size_t beyond;             /* the first word behind the last place, plus one; 0: there is none yet */
	bool elided, lost;         /* something was; it may have mattered, so all is to be read */
	unsigned met;      /* MET_... */
	size_t odds[ODD_MOST], nodds; /* behind the headers' names that are other tokens in what is skipped; how many there are */
};

/* A run of words: all the code, or the body of a macro. */
struct c_view {
	const struct c_word *words;
	size_t low, high;
	bool *lost; /* becomes true where a word is asked for that was elided; NULL: there is none */
};

/* Outside the view there is nothing: sign 0, kind C_END. The index may have wrapped below zero. */
static inline const struct c_word *view_at(const struct c_view *view, size_t i)
{
	static const struct c_word nothing = {.kind = C_END};
	if (i < view->low || i >= view->high)
		return &nothing;
	if (view->words[i].kind == C_ELIDED && view->lost != NULL)
		*view->lost = true;
	return &view->words[i];
}

static inline unsigned view_sign(const struct c_view *view, size_t i)
{
	const struct c_word *word = view_at(view, i);
	return word->kind == C_PUNCTUATOR ? word->sign : 0;
}

static inline bool view_names(const struct c_view *view, size_t i)
{
	return view_at(view, i)->kind == C_NAME;
}

static inline unsigned view_key(const struct c_view *view, size_t i)
{
	const struct c_word *word = view_at(view, i);
	return word->kind == C_NAME ? word->sign : KEY_NONE;
}

/* The keys' own spellings, in the arena. */
const struct names *c_keys(struct arena *);
/* Reads the text: fills words and turns, and tells the uses in directives. */
void c_code_read(struct c_code *);

/* What a punctuator is: enum c_sign or the letter. */
unsigned c_sign_of(struct span spelling);
/* Whether strings behind the key are looked at. */
bool c_key_reads_strings(unsigned key);

/* A word's spelling, borrowed from the text or in the arena. */
struct span c_word_spelling(const struct c_code *, const struct c_word *);
/* The ids that an identifier answers to, by itself or as a spelling of the tool chain: __builtin_NAME, __NAME_chk. */
size_t c_wanted(const struct names *, struct span identifier, unsigned ids[NAMES_MOST]);

struct c_meaning {
	enum use_kind kind;
	bool variable; /* a declaration of a variable, certainly: further references to it are no uses */
	bool callable; /* nor are calls of it */
	size_t parens; /* that belong to its declarator: 1 in int (*name)(void) */
	enum use_doubt doubt; /* no such kind but a use, where other files say so; the word that is asked about */
	struct span asked;
	enum use_kind in_doubt; /* which kind of use */
};

static inline enum use_kind c_kind_told(const struct c_meaning *meaning)
{
	return meaning->doubt == DOUBT_NONE ? meaning->kind : meaning->in_doubt;
}

/* Tells a use of a name or of a string's word; of one that other files settle. */
void c_tell(struct c_code *, struct span identifier, const struct c_word *, enum use_kind, const struct digest *window);
void c_tell_open(struct c_code *, struct span identifier, const struct c_word *, const struct c_meaning *, const struct digest *window);

/*
 * The same for a symbol of the assembler. C's NAME is there _NAME on Mach-O and on 32-bit Windows, and _NAME$VARIANT on the former;
 * on ELF such a symbol would be another, which C reserves (ISO C17 7.1.3): the text leaves it open.
 */
void c_tell_symbol(struct c_code *, struct span symbol, const struct c_word *, enum use_kind, const struct digest *window);
bool c_symbol_is_wanted(const struct c_code *, struct span symbol);

/* The window of a call whose name is that word, and of a line of words (judgement.md 1.6). */
struct digest c_call_window(const struct c_code *, const struct c_view *, size_t name);
struct digest c_line_window(const struct c_code *, const struct c_word *, size_t count);

/* Names that are neighbours among the arguments of a macro, which may paste them (c_pastes.c). */
enum { C_PASTED_MOST = 8 };
void c_paste_arguments(struct c_code *, const struct c_view *, size_t first);

/* Notes the directive at hand, a #define or a #pragma; tells what the macros of this text make of names and strings (c_makes.c). */
void c_make_note(struct c_code *);
/* Whether they may make any; where some words were elided, it may also be what follows them that says so. */
bool c_make_matters(const struct c_code *);
void c_make(struct c_code *);
/* Whether parts that the text has spell the name, or what stands in front of a pattern's star. */
bool c_may_be_made(const struct names *parts, struct span name);

/* Notes the macro that the directive at hand may define; WORD_EMPTY and WORD_CODE, for a name as far as it is read. */
void c_macro_note(struct c_code *);
unsigned c_macro_flags(const struct c_code *, struct span name);

/* Uses in the directive at hand, and in code. */
void c_directive(struct c_code *);
void c_walk(struct c_code *);

/* Where a word of code stands. */
enum c_body { BODY_FILE, BODY_CLASS, BODY_ENUM, BODY_CODE, BODY_LIST, BODY_MACRO };
struct c_place {
	enum c_body body;
	size_t parens;  /* open parentheses in this body */
	const size_t *opens; /* where each of them stands */
	size_t begin;   /* first word of the statement */
	bool assigned;  /* behind the statement's = */
	bool asked;     /* behind a ? whose colon does not stand yet */
	size_t head;    /* in a class: the word that names it, plus one; 0: none does */
	const struct span *aliases; /* of namespace std, or namespaces that have its names */
	size_t naliases;
	bool all_std; /* too many to tell: any scope may be one */
};

/* What a wanted name means where it stands. */
struct c_meaning c_meaning_of(const struct c_code *, const struct c_view *, size_t name, const struct c_place *);

/* Whether that component of a scope is std, or a namespace inside it that has its names: std::__1. */
bool c_is_inside_std(const struct c_code *, const struct c_view *, size_t);
/* Whether the parentheses that open there hold a value of their own: neither arguments nor what is only looked at. */
bool c_is_group(const struct c_code *, const struct c_view *, size_t parenthesis);
/* Whether a machine's instruction goes on at that word, in assembler. */
bool c_branches_to(const struct c_code *, const struct c_view *, size_t);

/* What strings tell: the name in an alias attribute, a look-up by name or a pragma; the words of asm text from that string on. */
void c_text_of_key(struct c_code *, const struct c_view *, size_t key);
void c_text_of_asm(struct c_code *, const struct c_view *, size_t string);
/* The words that a string has the linker put in place of others: behind its equals sign, if it has one. */
void c_text_for_linker(struct c_code *, const struct c_view *, size_t string);
/* All of them in a run of words. */
void c_text_of_all(struct c_code *, const struct c_view *);

#endif
