/* SPDX-License-Identifier: MIT */
/* c_keys.c - identifiers of C and C++ that say what their neighbours are. */
#include "text/c_code.h"

#include "base/arena.h"

/* Each list: words, parted by blanks. */
static const struct {
	const char *words;
	enum c_key key;
} lists[] = {
	{"void char short int long float double signed unsigned _Bool bool _Complex wchar_t char8_t char16_t char32_t __int64 __int128 "
	 "size_t ssize_t ptrdiff_t off_t time_t mode_t pid_t uid_t gid_t FILE int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t "
	 "uint64_t uintptr_t intptr_t intmax_t uintmax_t va_list BOOL DWORD",
	 KEY_TYPE},
	{"struct union class", KEY_TAG},
	{"enum", KEY_ENUM},
	{"const volatile restrict __restrict __restrict__ __const __volatile__ inline __inline __inline__ typename", KEY_QUALIFIER},
	{"static register auto thread_local _Thread_local __thread constexpr typedef", KEY_STORAGE},
	{"extern", KEY_EXTERN},
	{"mutable virtual explicit friend override final noexcept", KEY_CPLUSPLUS},
	{"return else do case sizeof throw co_return co_yield co_await new delete and or not xor bitand bitor compl and_eq or_eq xor_eq not_eq "
	 "typeof __typeof__ __typeof decltype alignof _Alignof __alignof__ __alignof defined operator in default",
	 KEY_EXPRESSION},
	{"goto", KEY_GOTO},
	{"for catch", KEY_LOOP},
	{"if while switch", KEY_CONDITION},
	{"__extension__", KEY_EXTENSION},
	{"namespace", KEY_NAMESPACE},
	{"using", KEY_USING},
	{"public private protected signals slots", KEY_ACCESS},
	{"__attribute__ __attribute __declspec alignas _Alignas", KEY_ATTRIBUTE},
	{"break continue template this true false nullptr static_assert _Static_assert _Generic", KEY_RESERVED},
	{"std", KEY_STD},
	{"asm __asm __asm__ _asm", KEY_ASM},
	{"dlsym dlvsym dlfunc lt_dlsym g_module_symbol GetProcAddress SDL_LoadFunction uv_dlsym", KEY_LOOKUP},
	{"alias __alias__ weakref __weakref__ ifunc __ifunc__", KEY_ALIAS},
	{"_Pragma __pragma", KEY_PRAGMA},
	{"call callq calll lcall rcall jmp jmpq ljmp rjmp bl blx blr bal jal jalr j bsr jsr tail brasl b ba bla je jne jz jnz ja jae jb jbe jg "
	 "jge jl jle js jns jc jnc beq bne bcs bcc bhs blo bmi bpl bvs bvc bhi bls bge blt bgt ble beqz bnez cbz cbnz tbz tbnz bleq blne",
	 KEY_MNEMONIC},
	{"globl global type size hidden weak extern local protected internal ent end", KEY_SECTION},
};

const struct names *c_keys(struct arena *arena)
{
	struct wanted_name *wanted = NULL;
	size_t count = 0, room = 0;
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct span rest = span_of(lists[i].words), word;
		while (span_next(&rest, ' ', &word)) {
			wanted = arena_grow(arena, wanted, count, &room, sizeof *wanted);
			wanted[count++] = (struct wanted_name){word, (unsigned)lists[i].key};
		}
	}
	return names_new(arena, wanted, count);
}
