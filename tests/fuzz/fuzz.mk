# Fuzz targets: every parser that reads what somebody else wrote. Needs clang, and the archive under its own sanitizers.
#   make fuzz [SECONDS=3600] [FUZZ="trailers glob"]   each target so many seconds, two at a time
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
FUZZ_BUILD := .build/fuzz
FUZZ_SAN := address$(COMMA)undefined
FUZZ_NEEDS := clang libclang-rt-14-dev
SECONDS := 3600

fuzz-needs:
	@sh ci/house/packages.sh $(BUILD_NEEDS) $(FUZZ_NEEDS)
fuzz: fuzz-needs
	@$(MAKE) -s --no-print-directory -j2 fuzz-programs
	@sh tests/fuzz/run.sh $(FUZZ_BUILD) $(SECONDS) $(FUZZ)
fuzz-programs:
	@$(MAKE) --no-print-directory BUILD=$(FUZZ_BUILD) CC=clang HARDENING=-fPIE \
		OPTIMISE='-O1 -fsanitize=fuzzer-no-link$(COMMA)$(FUZZ_SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer' \
		LDFLAGS='-pie -fsanitize=fuzzer$(COMMA)$(FUZZ_SAN)' $(FUZZ:%=$(FUZZ_BUILD)/targets/%)

# The arena of the house is left out: in its place each piece is an allocation of its own, so that one byte too far is seen.
.build/fuzz/targets/%: tests/fuzz/%.c tests/fuzz/support/exact_arena.c tests/fuzz/support/fuzz.h .build/fuzz/libportcullis.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -Itests/fuzz/support $(LDFLAGS) -o $@ $< tests/fuzz/support/exact_arena.c .build/fuzz/libportcullis.a $(LDLIBS)
.PHONY: fuzz fuzz-needs fuzz-programs
