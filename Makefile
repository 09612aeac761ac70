# What people start with. Each target does its own set-up; `make help` lists them.

MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
.DEFAULT_GOAL := build
.NOTPARALLEL:
.PHONY: help build run test test-rust test-browser test-real check bench package

profile := $(if $(RELEASE),--release)
locked := $(if $(CI),--locked)
# What Debian calls the programs that the browser journeys need; without a font as wide as Arial no page has its true width.
browser := chromium=chromium fc-list=fontconfig font:arial=fonts-liberation
part = @printf '\n== %s, %d:%02d after the start\n' "$(1)" $$(( ($$(date +%s) - $(started)) / 60 )) $$(( ($$(date +%s) - $(started)) % 60 ))
started := $(shell date +%s)

help: ## This list
	@sed -n 's/^\([a-z/.-]*\):.*## /make \1\t/p' Makefile | expand -t 22

build: web/dist/app.css ## The program, target/debug/wardmote (RELEASE=1: target/release/wardmote)
	cargo build $(locked) $(profile) -p wardmote-app

run: web/dist/app.css ## The demonstration, at http://127.0.0.1:8080 (DEMO="--port 9000" hands it options)
	cargo run $(locked) $(profile) -p wardmote-app -- demo $(DEMO)

test: check test-rust test-browser ## Everything: check, the tests on both engines, the browser journeys

check: web/dist/app.css ## Formatting, lints and the rules of the house
	$(call part,check)
	cargo fmt --all --check
	.ci/rules
	cargo clippy $(locked) --workspace --all-targets -- -D warnings

test-rust: web/dist/app.css ## The Rust tests, on SQLite and on a PostgreSQL of their own
	$(call part,tests on both engines)
	.ci/postgres with cargo test $(locked) --workspace --no-fail-fast

test-browser: build tests/browser/node_modules/.package-lock.json ## The journeys in Chromium (JOURNEYS="a-resident keyboard" for some)
	$(call part,browser journeys)
	@.ci/need $(browser)
	.ci/postgres with node tests/browser/run.mjs $(JOURNEYS)

test-real: build tests/browser/node_modules/.package-lock.json ## The walk on real wards: make test-real BOUNDARIES=wards.geojson
	@.ci/need $(browser)
	node tests/browser/run.mjs --boundaries "$(BOUNDARIES)"

bench: web/dist/app.css ## Figures, from an optimised build (BENCH="--concerns 100000" hands it options)
	cargo run $(locked) --release -p wardmote-app -- bench $(BENCH)

package: ## The Debian package of an optimised build, under target/
	@$(MAKE) build RELEASE=1
	@.ci/need dpkg-deb=dpkg objdump=binutils
	packaging/package

# The stylesheet, scripts and pictures that the program carries.
web/dist/app.css: web/build web/rtl.mjs web/app.js web/map.js web/package-lock.json $(shell find web/scss web/img -type f)
	@.ci/need rust node cc=build-essential
	web/build

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	@.ci/need node
	cd tests/browser && npm ci --silent
	@touch $@
