# Speed of the ledger. RECORDS=1000000 for a large one.
RECORDS := 10000
bench-ledger: faults-needs
	@$(MAKE) -s --no-print-directory programs
	@sh tests/bench/ledger.sh $(BIN) $(RECORDS)
.PHONY: bench-ledger
