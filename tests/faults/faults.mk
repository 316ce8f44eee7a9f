# Faults: what the machine may do to the gate while it judges, and to the ledger while it is written. FULL=1 for the full counts.
FAULT_NEEDS := git strace util-linux sqlite3 postgresql
faults-needs:
	@sh ci/house/packages.sh $(BUILD_NEEDS) $(FAULT_NEEDS)
faults: faults-needs
	@$(MAKE) -s --no-print-directory programs .build/faults/shim.so .build/faults/bombs
	@bash tests/faults/run.sh $(BIN) .build/faults $(FAULTS)
.build/faults/shim.so: tests/faults/shim.c
	@mkdir -p $(@D)
	@$(CC) -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -O1 -shared -fPIC -o $@ $<
.build/faults/bombs: tests/faults/bombs.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< -lgit2
.PHONY: faults faults-needs
