# Portcullis. Two commands do everything on a fresh Debian 12: `make demo` shows it, `make test` tests it.
#   make [CC=clang]      build into .build/bin
#   make test [SAN=1]    all tests, with SAN=1 under address and undefined-behaviour sanitizers;
#                        with LONG=1 also a minute of fuzzing for each target, and the faults
#   make lint            floors, sizes, clang-tidy, cppcheck
#   make install [DESTDIR= PREFIX=/usr/local]
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

BUILD_NEEDS := gcc libc6-dev make pkg-config libgit2-dev libdeflate-dev libpcre2-dev libcjson-dev libmbedtls-dev zlib1g-dev libsqlite3-dev libpq-dev
TEST_NEEDS := git libcmocka-dev sqlite3 postgresql python3 openssh-client
LINT_NEEDS := clang-tidy cppcheck

CC := gcc
PREFIX := /usr/local
VARIANT := $(if $(SAN),san,)$(if $(filter clang%,$(CC)),clang,)
BUILD := .build$(if $(VARIANT),/$(VARIANT))
BIN := $(BUILD)/bin

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wcast-qual -Wvla -Wformat=2 -Wswitch-enum -Werror
HARDENING := -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection
COMMA := ,
OPTIMISE := $(if $(SAN),-O1 -fsanitize=address$(COMMA)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer,-O2 -D_FORTIFY_SOURCE=2)
CFLAGS = -std=c17 -D_GNU_SOURCE -g -Isrc $(shell pkg-config --cflags libpq 2>/dev/null) -ffile-prefix-map=$(CURDIR)=. $(WARNINGS) $(HARDENING) $(OPTIMISE)
LDFLAGS = -pie -pthread -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed $(if $(SAN),-fsanitize=address$(COMMA)undefined)
OTHER_LIBS = -lcjson -lsqlite3 -lpq -lm
LDLIBS = -lgit2 -ldeflate -lpcre2-8 -lmbedcrypto $(OTHER_LIBS)

FAMILIES := checks:check formats:format hosts:host languages:language stores:store commands:command
GENERATED := $(foreach f,$(FAMILIES),$(BUILD)/gen/$(firstword $(subst :, ,$(f))).c)
SOURCES := $(filter-out src/programs/%,$(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o) $(GENERATED:$(BUILD)/gen/%.c=$(BUILD)/obj/gen/%.o)
PROGRAMS := $(patsubst src/programs/%.c,$(BIN)/%,$(wildcard src/programs/*.c))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
DIFF_TOOLS := $(patsubst tests/diff/%.c,$(BUILD)/diff/%,$(wildcard tests/diff/*.c))

all: build-needs
	@$(MAKE) --no-print-directory programs
programs: $(PROGRAMS)

$(BIN)/%: $(BUILD)/obj/programs/%.o $(BUILD)/libportcullis.a $(BUILD)/libraries
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(BUILD)/libportcullis.a @$(BUILD)/libraries $(OTHER_LIBS)

# The programs take libgit2 from its archive, without the half that opens connections; tests take the shared library.
$(BUILD)/libraries: ci/house/libraries.sh $(BUILD)/obj/git/no_network.o
	@sh $< $(BUILD)/obj/git/no_network.o $(CC) $(if $(SAN),-fsanitize=address$(COMMA)undefined) >$@

$(BUILD)/libportcullis.a: $(OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# A table is made anew whenever a member comes or goes: the folder's time tells.
define family
$(BUILD)/gen/$(1).c: src/$(1) $$(wildcard src/$(1)/*.c) ci/house/family.sh
	@mkdir -p $$(@D)
	@sh ci/house/family.sh $(1) $(2) > $$@
endef
$(foreach f,$(FAMILIES),$(eval $(call family,$(firstword $(subst :, ,$(f))),$(lastword $(subst :, ,$(f))))))

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libportcullis.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(BUILD)/libportcullis.a $(LDLIBS) -lcmocka

$(BUILD)/diff/%: tests/diff/%.c $(BUILD)/libportcullis.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(BUILD)/libportcullis.a $(LDLIBS)

build-needs:
	@sh ci/house/packages.sh $(BUILD_NEEDS)
test-needs:
	@sh ci/house/packages.sh $(BUILD_NEEDS) $(TEST_NEEDS)
lint-needs:
	@sh ci/house/packages.sh $(BUILD_NEEDS) $(TEST_NEEDS) $(LINT_NEEDS)

demo: test-needs
	@$(MAKE) --no-print-directory programs
	@sh ci/house/demo.sh $(BIN)

test: test-needs
	@$(MAKE) --no-print-directory -j2 test-programs
	@sh tests/run.sh $(BUILD)
	$(if $(LONG),@$(MAKE) --no-print-directory fuzz SECONDS=60)
	$(if $(LONG),@$(MAKE) --no-print-directory faults)
test-programs: programs $(UNIT_TESTS) $(DIFF_TOOLS)

lint: lint-needs
	@$(MAKE) --no-print-directory programs
	@sh ci/house/lint.sh $(BUILD)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/portcullis
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	cp -r policies $(DESTDIR)$(PREFIX)/share/portcullis/
	chmod -R u=rwX,go=rX $(DESTDIR)$(PREFIX)/share/portcullis

clean:
	rm -rf .build

-include $(wildcard tests/*/*.mk)
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all programs build-needs test-needs lint-needs demo test test-programs lint install clean
