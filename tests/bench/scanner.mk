# What the reader of C costs. TREES="..." for the trees whose files are read, NAMES_FILE for a list of names.
TREES := src tests
NAMES_FILE := $(BUILD)/bench/names
$(BUILD)/bench/scanner: tests/bench/scanner.c $(BUILD)/libportcullis.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libportcullis.a $(LDLIBS)
$(BUILD)/bench/names: policies/c/core.json
	@mkdir -p $(@D)
	@python3 -c 'import json, sys; print("\n".join(sorted({n for r in json.load(open(sys.argv[1]))["rules"] for n in r.get("names", [])})))' $< > $@
bench-scanner: $(BUILD)/bench/scanner $(NAMES_FILE)
	@sh tests/bench/scanner.sh $(BUILD)/bench/scanner $(NAMES_FILE) $(TREES)
.PHONY: bench-scanner
