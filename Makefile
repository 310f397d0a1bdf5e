# One word for each job. Every job installs what it needs and is missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run demo-google test test-engine test-ui test-agents test-window screens check fmt bench fuzz fuzz-brief package test-package bindings clean

# Tests read sample data from here when it lies beside the project, and say so when they skip.
ifneq ($(wildcard ../shared/data),)
export KALENDS_SHARED ?= $(abspath ../shared)
endif
export PATH := $(or $(KALENDS_TOOLS),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/kalends/tools)/bin:$(PATH)

# One feature set for every build, so that nothing is compiled twice.
APP := --workspace --features kalends-desktop/custom-protocol
FUZZ_SECONDS ?= 600
BUILT := $(abspath $(or $(CARGO_TARGET_DIR),target))
# The tests drive the command line that was built with everything else.
export KALENDS_BIN = $(BUILT)/debug/kalends

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Build and open the app; without a display, on a virtual one
	@scripts/setup.sh app
	npm --prefix ui run --silent build
	cargo build $(APP) --bins
	@scripts/run.sh $(BUILT)/debug/kalends-desktop

demo-google: ## Open the app beside a stand-in of Google, to try an account without having one
	@scripts/setup.sh app
	npm --prefix ui run --silent build
	cargo build $(APP) --bins
	@scripts/demo-google.sh $(BUILT)/debug/kalends-desktop $(BUILT)/debug/kalends-google $(BUILT)/debug/kalends

test: test-engine test-ui test-agents test-window test-package fuzz-brief ## Run every test, the window's too

test-engine:
	@scripts/setup.sh app window
	npm --prefix ui run --silent build
	cargo build --quiet $(APP) --bins
	if cargo nextest --version >/dev/null 2>&1; then \
	  cargo nextest run $(APP) --no-fail-fast --status-level fail --final-status-level fail; \
	else \
	  cargo test --quiet $(APP) --all-targets; \
	fi

test-ui:
	@scripts/setup.sh app
	npm --prefix ui run --silent test

test-window:
	@scripts/setup.sh app window
	npm --prefix ui run --silent build
	cargo build --quiet $(APP) --bins
	npm --prefix tests/desktop test

test-agents: ## Drive the agent server by clients that are not ours
	@scripts/setup.sh app agents
	npm --prefix ui run --silent build
	cargo build --quiet $(APP) --bins
	npm --prefix tests/agents test

screens: ## Photograph every screen of the demo in both themes, with axe
	@scripts/setup.sh app window
	cd ui && node tests/screens/run.mjs

check: ## Formatting, lints, documentation, licences, generated files
	@scripts/setup.sh app check
	cargo fmt --all --check
	npm --prefix ui run --silent format:check
	npm --prefix ui run --silent lint
	npm --prefix ui run --silent check
	npm --prefix ui run --silent build
	cargo clippy --quiet $(APP) --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --quiet $(APP) --no-deps
	scripts/deny.sh
	scripts/sqlx-fresh.sh
	cargo test --quiet $(APP) --lib bindings
	node scripts/arrows.mjs
	node scripts/rules.mjs

fmt: ## Format everything
	cargo fmt --all
	npm --prefix ui run --silent format

bindings: ## Write the IPC types that the user interface is compiled against
	@scripts/setup.sh app
	KALENDS_WRITE_BINDINGS=1 cargo test $(APP) bindings

bench: ## Measure against peers in the same run and print one table
	@scripts/setup.sh app window bench
	bench/run.sh

fuzz: ## Fuzz at length: FUZZ_SECONDS for each target, 200 kills, 10,000 histories of sync, 1,000 of reminders
	@scripts/setup.sh app fuzz
	FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz.sh
	cargo build --quiet $(APP) --bins
	KALENDS_KILLS=200 cargo test $(APP) --test it kill
	KALENDS_HISTORIES=10000 KALENDS_REMINDER_HISTORIES=1000 cargo test $(APP) --test it random_histories

fuzz-brief:
	@scripts/setup.sh engine fuzz
	FUZZ_SECONDS=10 scripts/fuzz.sh

package: ## Build the installable packages
	@scripts/setup.sh app
	scripts/package.sh

test-package: ## Install the package in a clean root and start it there
	@scripts/setup.sh app package
	scripts/package.sh debug
	scripts/package-test.sh $(BUILT)/debug/bundle/deb/Kalends_*.deb

clean: ## Remove what was built
	cargo clean
	rm -rf ui/dist ui/node_modules tests/desktop/node_modules tests/agents/node_modules tests/agents/.python bench/peers
