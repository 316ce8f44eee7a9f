# What a review costs. EVENTS="10000 100000" for other sizes of the ledger.
EVENTS := 100000 1000000
bench-review: test-needs
	@$(MAKE) -s --no-print-directory programs
	@sh tests/bench/review.sh $(BIN) $(EVENTS)
.PHONY: bench-review
