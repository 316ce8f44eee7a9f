# How fast we are beside others who do the same work. REPOS="/path/a.git /path/b.git" for real histories, BENCH="push range" for some parts,
# WRITE=1 to put the figures into tests/bench/README.md. A peer that cannot be installed is shown as skipped.
PEERS := ripgrep flawfinder gitlint git-secrets
bench: test-needs
	@for peer in $(PEERS); do sh ci/house/packages.sh $$peer || echo "$$peer cannot be installed here: it is skipped"; done
	@$(MAKE) -s --no-print-directory programs
	@python3 -B tests/bench/speed.py $(BIN) $(BUILD)/bench.json "$(BENCH)" $(if $(WRITE),--write) $(REPOS)
.PHONY: bench
