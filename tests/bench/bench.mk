# Speed of the ledger. RECORDS=1000000 for a large one.
RECORDS := 10000
bench-ledger: faults-needs
	@$(MAKE) -s --no-print-directory programs
	@sh tests/bench/ledger.sh $(BIN) $(RECORDS)
.PHONY: bench-ledger
# How the cost of one push grows with refs, history, dates and what is pushed; fails where a curve bends. CURVES="refs dates" for some.
bench-growth: test-needs
	@sh ci/house/packages.sh valgrind
	@$(MAKE) -s --no-print-directory programs
	@sh tests/bench/growth.sh $(BIN) $(CURVES)
.PHONY: bench-growth
