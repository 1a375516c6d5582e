# Hebb's chores. The program itself needs none of this: go run ./server

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --keep-going

ARGS ?=
NODE := web/tools/node_modules/.package-lock.json
TALLY := bin/tally
PEERS := bin/peers.jsonl
GENERATED = $(wildcard templates/*_templ.go sim/num/asm_*) templates/mathml.json

.PHONY: run dev check test test-js e2e generate bench bench-peers claims tidy-tree setup

run: ## serve the laboratory; make run ARGS=-open
	go run ./server $(ARGS)

dev: ## serve, and start again whenever a template or Go file changes
	go tool templ generate --watch --cmd "go run ./server -log info $(ARGS)"

check: tidy-tree generated test-race test-go test-js ## all but the browser tests
	@echo "check: all is well"

test: check e2e ## check and browser tests: what has to pass before a change lands
	@echo "test: all is well"

## Go

tidy-tree:
	@echo "== gofmt, vet"
	@bad=$$(gofmt -l $$(find . -name '*.go' -not -path '*/node_modules/*')); \
	  [ -z "$$bad" ] || { echo "gofmt has something to say about:" $$bad; exit 1; }
	@go vet ./...
	@cd web/e2e && go vet ./...
	@cd sim/num/gen && go vet ./...

# The detector of races makes number crunching twelve times slower and has nothing to
# find there: only what runs goroutines is tested with it.
.PHONY: test-go test-race
test-go: $(TALLY)
	@echo "== Go tests"
	@go test -json ./... | $(TALLY) go

test-race: $(TALLY)
	@.ci/need gcc
	@echo "== Go tests with the race detector"
	@go test -race -short -json ./sim ./sim/live ./server | $(TALLY) race

$(TALLY): $(wildcard internal/tally/*.go)
	@go build -o $@ ./internal/tally

## Generated code is committed, so that a build needs Go only.

generate: $(NODE) ## write Go from templates, MathML from TeX, and the kernels' assembly
	@.ci/need node
	@go tool templ generate -log-level warn
	@go run ./web/tools/texlist | node web/tools/mathml.mjs
	@cd sim/num/gen && go run .

.PHONY: generated
generated:
	@echo "== generated code is up to date"
	@before=$$(cat $(GENERATED) | sha256sum); \
	  $(MAKE) generate; \
	  [ "$$before" = "$$(cat templates/*_templ.go sim/num/asm_* templates/mathml.json | sha256sum)" ] || \
	  { git diff --stat -- 'templates/*_templ.go' sim/num templates/mathml.json; echo "generated code was out of date; it is new now, commit it"; exit 1; }

## Pages

test-js: $(NODE) ## types and unit tests of web/
	@echo "== types of web/"
	@web/tools/node_modules/.bin/tsc -p web
	@echo "== JS tests"
	@node --test --test-reporter=$(REPORTER) $$(find web -name '*.test.js' -not -path '*/node_modules/*')

REPORTER ?= ./web/tools/reporter.mjs

e2e: $(TALLY) ## the pages in a real browser
	@.ci/need chromium
	@echo "== browser tests"
	@cd web/e2e && go test -timeout 20m -count=1 -json . ./drive | ../../$(TALLY) browser

$(NODE): web/tools/package-lock.json
	@.ci/need node npm
	@cd web/tools && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

## Numbers for people

bench: ## what a step costs, and how soon a slider is seen
	@.ci/need chromium
	@cd web/e2e && go run ./bench

bench-peers: ## the hot loops beside NumPy and PyTorch, one core each
	@.ci/need gcc python3-numpy python3-torch libopenblas0-pthread
	@rm -f $(PEERS); mkdir -p $(dir $(PEERS))
	@HEBB_PEERS=$(abspath $(PEERS)) go test -run '^$$' -bench '^BenchmarkPeers$$' -benchtime 1x -timeout 60m -p 1 $(or $(ARGS),./sim/...) | grep -v 'no test files'
	@go run ./internal/peers/table $(PEERS)

claims: ## measure what all presets promise, for three seeds each
	go run ./server claims $(ARGS)

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
