/* SPDX-License-Identifier: MIT */
/* scripts.c - words whose letters are not all of one script. */
#include "text/scripts.h"

#include "base/unicode.h"

enum script { SCRIPT_NONE, SCRIPT_ANY, SCRIPT_LATIN, SCRIPT_GREEK, SCRIPT_CYRILLIC, SCRIPT_ARMENIAN, SCRIPT_CHEROKEE, SCRIPT_COPTIC, SCRIPT_LISU, SCRIPT_STYLED };

/* Blocks of Unicode 15 with letters that share shapes. What is in none of them is no letter of interest. */
static const struct {
	uint32_t from, to;
	enum script script;
} blocks[] = {
	{'A', 'Z', SCRIPT_LATIN},          {'a', 'z', SCRIPT_LATIN},          {0xaa, 0xaa, SCRIPT_LATIN},        {0xba, 0xba, SCRIPT_LATIN},
	{0xc0, 0xd6, SCRIPT_LATIN},        {0xd8, 0xf6, SCRIPT_LATIN},        {0xf8, 0x2af, SCRIPT_LATIN},       {0x300, 0x36f, SCRIPT_ANY},
	{0x370, 0x3e1, SCRIPT_GREEK},      {0x3e2, 0x3ef, SCRIPT_COPTIC},     {0x3f0, 0x3ff, SCRIPT_GREEK},      {0x400, 0x52f, SCRIPT_CYRILLIC},
	{0x531, 0x588, SCRIPT_ARMENIAN},   {0x13a0, 0x13fd, SCRIPT_CHEROKEE}, {0x1ab0, 0x1aff, SCRIPT_ANY},      {0x1c80, 0x1c8f, SCRIPT_CYRILLIC},
	{0x1d00, 0x1dbf, SCRIPT_LATIN},    {0x1dc0, 0x1dff, SCRIPT_ANY},      {0x1e00, 0x1eff, SCRIPT_LATIN},    {0x1f00, 0x1fff, SCRIPT_GREEK},
	{0x2102, 0x2115, SCRIPT_STYLED},   {0x2119, 0x211d, SCRIPT_STYLED},   {0x2124, 0x2149, SCRIPT_STYLED},   {0x2160, 0x2188, SCRIPT_STYLED},
	{0x24b6, 0x24e9, SCRIPT_STYLED},   {0x2c60, 0x2c7f, SCRIPT_LATIN},    {0x2c80, 0x2cf3, SCRIPT_COPTIC},
	{0x2de0, 0x2dff, SCRIPT_CYRILLIC}, {0xa4d0, 0xa4fd, SCRIPT_LISU},     {0xa640, 0xa69f, SCRIPT_CYRILLIC}, {0xa720, 0xa7ff, SCRIPT_LATIN},
	{0xab30, 0xab6f, SCRIPT_LATIN},    {0xab70, 0xabbf, SCRIPT_CHEROKEE}, {0xfe20, 0xfe2f, SCRIPT_ANY},      {0xff21, 0xff3a, SCRIPT_STYLED},
	{0xff41, 0xff5a, SCRIPT_STYLED},   {0x1d400, 0x1d7ff, SCRIPT_STYLED},
};

static enum script script_of(uint32_t c)
{
	for (size_t i = 0; i < COUNT(blocks); i++)
		if (c >= blocks[i].from && c <= blocks[i].to)
			return blocks[i].script;
	return SCRIPT_NONE;
}

bool scripts_mixed(struct span text)
{
	enum script word = SCRIPT_NONE;
	while (text.len > 0) {
		uint32_t c = 0;
		size_t len = unicode_decode(text, &c);
		enum script script = len == 0 ? SCRIPT_NONE : script_of(c);
		if (script > SCRIPT_ANY && word > SCRIPT_ANY && script != word)
			return true;
		if (script != SCRIPT_ANY)
			word = script;
		text = span_from(text, len == 0 ? 1 : len);
	}
	return false;
}
