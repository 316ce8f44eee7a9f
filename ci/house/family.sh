#!/bin/sh
# family.sh FAMILY NOUN - prints the table of a family: every .c file of src/FAMILY is a member named NOUN_FILE.
set -eu
family=$1 noun=$2
cd "$(dirname "$0")/../.."
members=$(cd "src/$family" && ls ./*.c 2>/dev/null | sed 's#^\./##; s/\.c$//' | LC_ALL=C sort)
printf '/* %s.c - made from the folder src/%s by ci/house/family.sh; do not edit. */\n' "$family" "$family"
printf '#include "%s/%s.h"\n\n' "$family" "$noun"
for m in $members; do printf 'extern const struct %s %s_%s;\n' "$noun" "$noun" "$m"; done
printf '\nconst struct %s *const %s[] = {\n' "$noun" "$family"
for m in $members; do printf '\t&%s_%s,\n' "$noun" "$m"; done
printf '\tNULL,\n};\n\n'
printf 'const struct %s *%s_named(struct span name)\n{\n' "$noun" "$noun"
printf '\tfor (size_t i = 0; %s[i] != NULL; i++)\n\t\tif (span_eq(span_of(%s[i]->name), name))\n\t\t\treturn %s[i];\n\treturn NULL;\n}\n' "$family" "$family" "$family"
