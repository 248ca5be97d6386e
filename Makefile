.PHONY: run test check bless bench journeys

# Build the binary and open the demo street on http://127.0.0.1:8080
run:
	scripts/run.sh

# Everything: style, rights, both engines, a real browser. Under half an hour on two cores from nothing.
test:
	scripts/test.sh

# The quick look while working: no database, no browser.
check:
	cargo clippy --workspace --all-targets -- -D warnings
	cargo nextest run --workspace

# Rewrite the committed truths in maps/ after reading the difference.
bless:
	BLESS=1 INSTA_UPDATE=always cargo nextest run --workspace
	git --no-pager diff --stat -- maps

# Pages and submissions at three sizes on both engines, beside the engines' own limits; about an hour.
bench:
	scripts/bench.sh $(ARGS)

# Only the browser's part, against a fresh demo street.
journeys:
	scripts/journeys.sh
