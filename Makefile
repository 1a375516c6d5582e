# Hebb's chores. The program itself needs none of this: go run ./server

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --keep-going

ARGS ?=
NODE := web/tools/node_modules/.package-lock.json
TALLY := bin/tally
PEERS := bin/peers.jsonl
TYPES := web/run/wire.d.ts web/figures/options.d.ts web/guide/lesson.d.ts
GENERATED = $(wildcard templates/*_templ.go sim/num/asm_*) sim/num/elem/tables.go templates/mathml.json $(TYPES)

# TAGS=all adds the tests that are slow or need more than a browser: files *_all_test.go.
# What go vet says of all packages is asked once, not again with each test.
TAGS ?=
GOTEST = go test -vet=off $(if $(TAGS),-tags $(TAGS)) -json

.PHONY: run dev check test test-all test-js e2e crash fuzz dist generate font bench bench-peers claims tidy-tree

run: ## serve the laboratory; make run ARGS=-open
	go run ./server $(ARGS)

dev: ## serve, and start again whenever a template or Go file changes
	go tool templ generate --watch --cmd "go run ./server -log info $(ARGS)"

# The tree is looked at first, and its generated code is made again: nothing may compile
# meanwhile. Then what mostly computes runs beside what mostly waits; each says its lines
# when it has ended.
SOURCE := tidy-tree vet-systems generated
TESTS := test-race test-go test-js

check: ## all but the browser tests
	@bad=0; $(MAKE) -j1 $(SOURCE) || bad=1; $(MAKE) $(TESTS) || bad=1; exit $$bad
	@echo "check: all is well"

test: ## check and browser tests: what has to pass before a change lands
	@bad=0; $(MAKE) -j1 $(SOURCE) || bad=1; $(MAKE) -j2 -Otarget e2e $(TESTS) || bad=1; exit $$bad
	@echo "test: all is well"

test-all: ## the same with all that is slow or needs more, such as nginx; before a large change lands
	@.ci/need nginx pdftotext qemu-user-static
	@$(MAKE) test TAGS=all
	@echo "test-all: all is well"

fuzz: ## run every fuzz target for ten seconds, and compare how often it runs with what it promises
	go run ./internal/fuzz $(ARGS)

crash: ## kill the server a hundred times, and let the disk fail after any byte; five minutes
	@HEBB_CRASH=100 go test -v -count=1 -timeout 30m -run '^TestKilledServerLosesNothing$$' ./server | grep -E 'acknowledged|^(ok|FAIL|---)|kill '
	@HEBB_CRASH=100 go test -v -count=1 -timeout 30m -run '^TestFailsAfterAnyByte$$' ./sim/live | grep -E 'acknowledged|^(ok|FAIL|---)|failing'

dist: ## zips for Windows, macOS and Linux, for those who have no Go, in bin/dist
	go run ./internal/dist $(ARGS)

## Go

tidy-tree:
	@echo "== gofmt, vet"
	@bad=$$(gofmt -l $$(find . -name '*.go' -not -path '*/node_modules/*')); \
	  [ -z "$$bad" ] || { echo "gofmt has something to say about:" $$bad; exit 1; }
	@go vet ./...
	@go vet -tags all ./...
	@cd web/e2e && go vet ./... && go vet -tags all ./...
	@cd sim/num/gen && go vet ./...

# Whatever is zipped for others has to be right there, too: build tags hide from vet
# what this machine does not build.
.PHONY: vet-systems
vet-systems:
	@echo "== vet for every system that make dist builds for"
	@go run ./internal/dist -list | go run ./internal/vet

# The detector of races makes number crunching twelve times slower and has nothing to
# find there: only what runs goroutines is tested with it.
.PHONY: test-go test-race
test-go: $(TALLY)
	@echo "== Go tests"
	@$(GOTEST) -timeout 60m ./... | $(TALLY) go

test-race: $(TALLY)
	@.ci/need gcc
	@echo "== Go tests with the race detector"
	@$(GOTEST) -race -short -skip '^(TestShortClaims|TestLessonsLeadWhereTheySay|TestNoOpenRedirects|TestPrefixIsInEveryAddress)$$' \
	  ./sim ./sim/engine ./sim/job ./sim/pool ./sim/live $$(go list ./server/... | grep -v /catalogue$$) | $(TALLY) race

$(TALLY): $(wildcard internal/tally/*.go)
	@go build -o $@ ./internal/tally

## Generated code is committed, so that a build needs Go only.

generate: $(NODE) ## write Go from templates, TypeScript's types from Go's, MathML from TeX, and the kernels' assembly
	@.ci/need node
	@go tool templ generate -log-level warn
	@go run ./internal/types
	@go run ./web/tools/texlist | node web/tools/mathml.mjs
	@cd sim/num/gen && go run .

font: ## make the mathematical font again, of the characters that pages use
	@.ci/need python3-fonttools python3-brotli
	@go run ./web/tools/mathchars | /usr/bin/python3 web/tools/mathfont.py

.PHONY: generated
generated:
	@echo "== generated code is up to date"
	@before=$$(cat $(GENERATED) | sha256sum); \
	  $(MAKE) generate; \
	  [ "$$before" = "$$(cat templates/*_templ.go sim/num/asm_* sim/num/elem/tables.go templates/mathml.json $(TYPES) | sha256sum)" ] || \
	  { git diff --stat -- 'templates/*_templ.go' sim/num templates/mathml.json $(TYPES); echo "generated code was out of date; it is new now, commit it"; exit 1; }

## Pages

test-js: $(NODE) ## types and unit tests of web/
	@echo "== types of web/"
	@web/tools/node_modules/.bin/tsc -p web
	@echo "== JS tests"
	@NODE_OPTIONS=--import=./web/tools/globals.mjs node --test --test-reporter=$(REPORTER) $$(find web -name '*.test.js' -not -path '*/node_modules/*')

REPORTER ?= ./web/tools/reporter.mjs

e2e: $(TALLY) $(NODE) ## the pages in a real browser
	@.ci/need chromium
	@echo "== browser tests"
	@cd web/e2e && $(GOTEST) -timeout 60m -count=1 ./... | ../../$(TALLY) browser

$(NODE): web/tools/package-lock.json
	@.ci/need node npm
	@cd web/tools && ../../.ci/try npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

## Numbers for people

bench: ## what a step costs, and how soon and how cheaply the page of each lab is drawn
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
