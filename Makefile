# Two commands matter: `make demo` and `make test`. Each sets up all that it needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= demo
PORT ?= 8000
DATA ?= ../shared/data
BENCH ?= /tmp/holdfast-bench
PEERS ?= .venv-bench
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2
# As the program sets for itself: matrices of few columns gain nothing from threads that wait for each other.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help screenshots demo demo-files text test test-clickhouse test-fast check format lint types floors pytest docs smoke scorecard reference \
  bench-review bench-rewrites bench-speed bench-reference bench-metrics bench-startup \
  bench-lifetime-value bench-evidence bench-reasons bench-web browser java clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*##/\t/' | expand -t 18

# --- set-up ---------------------------------------------------------------------------------------
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Holdfast needs Python 3.11 or later; name it: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "python3 cannot make virtual environments; type: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/run.stamp: locks/run.txt pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) from locks/run.txt (once) ..."
	@$(PIP) install --require-hashes -r locks/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python tools/compile.py
	@touch $@

$(VENV)/dev.stamp: locks/dev.txt $(VENV)/run.stamp
	@echo "Adding the development tools from locks/dev.txt (once) ..."
	@$(PIP) install --require-hashes -r locks/dev.txt
	@touch $@

$(VENV)/clickhouse.stamp: locks/clickhouse.txt $(VENV)/dev.stamp
	@echo "Adding ClickHouse from locks/clickhouse.txt, half a gigabyte (once) ..."
	@$(PIP) install --require-hashes --no-deps --upgrade --target $(VENV)/clickhouse -r locks/clickhouse.txt
	@touch $@

$(VENV)/text.stamp: locks/text.txt $(VENV)/run.stamp
	@echo "Adding sentence embeddings from locks/text.txt, nearly two gigabytes (once) ..."
	@$(PIP) install --require-hashes -r locks/text.txt
	@touch $@

browser:
	@tools/browser.sh

java:
	@tools/java.sh

# --- what users run -------------------------------------------------------------------------------
demo: demo-files  ## the demo company: made, checked, measured, reviewed; then its quarter in the browser
	@$(BIN)/holdfast serve --demo --workspace $(DEMO) --port $(PORT)

demo-files: $(VENV)/run.stamp  ## the same without the browser; leaves an HTML report
	@rm -rf $(DEMO)
	@$(BIN)/holdfast demo-company $(DEMO) --company Seed --seed 7
	@$(BIN)/holdfast check --workspace $(DEMO)
	@$(BIN)/holdfast review $(DEMO)/okrs/1-as-pasted.txt --workspace $(DEMO) \
	  --html $(DEMO)/report.html --fail-level never
	@$(BIN)/holdfast review $(DEMO)/okrs/2-as-rewritten.yaml --workspace $(DEMO) \
	  --html $(DEMO)/report-rewritten.html --fail-level never

text: $(VENV)/text.stamp  ## themes by sentence embeddings (holdfast[text]): docs/how-to/sentences.md

# --- what developers run --------------------------------------------------------------------------
test: $(VENV)/dev.stamp browser java  ## everything that must hold, the same as CI
	@$(MAKE) --no-print-directory -j $(WORKERS) smoke types lint floors docs
	$(BIN)/pytest -q -n $(WORKERS) --dist loadgroup
	@# What a database answers, on PostgreSQL too (docs/decisions/0026-two-databases.md). The server ends with the run:
	@# its databases need not be dropped, which threads of a test may still hold.
	$(BIN)/python tools/on_postgres.py --careless \
	  $(BIN)/pytest -q -n $(WORKERS) --dist loadgroup --reuse-db tests/web \
	  tests/browser/web/test_a_quarter.py tests/browser/web/test_meeting.py

test-fast: $(VENV)/dev.stamp  ## the inner loop: no browser, no slow tests
	$(BIN)/pytest -q -n $(WORKERS) --dist loadgroup -m "not slow" --ignore=tests/browser

test-clickhouse: $(VENV)/clickhouse.stamp  ## every metric on ClickHouse gives the same integers
	PYTHONPATH=$(VENV)/clickhouse $(BIN)/pytest -q -m clickhouse tests/conformance

check: test  ## the same as test

format: $(VENV)/dev.stamp  ## rewrite the code as the formatter wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

floors: $(VENV)/dev.stamp
	$(BIN)/lint-imports

docs: $(VENV)/dev.stamp
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

smoke: $(VENV)/dev.stamp  ## the built wheel in an environment without development tools
	tools/smoke.sh "$(BIN)/python"

scorecard: $(VENV)/dev.stamp  ## what of the style scorecard a script can count
	@$(BIN)/python tools/scorecard.py

screenshots: $(VENV)/dev.stamp browser  ## take the pictures of the README and the tutorial anew
	@$(BIN)/python tools/screenshots.py

reference: $(VENV)/dev.stamp  ## write the reference of the commands, and the README's output, anew
	@$(BIN)/python tools/reference.py
	@$(BIN)/python tools/examples.py
	@$(BIN)/python tools/engines.py
	@$(BIN)/python tools/readme.py

# --- figures --------------------------------------------------------------------------------------
bench-review: $(VENV)/run.stamp  ## the reading and the rules against labelled OKRs: DATA=DIR, WRONG=PART, PAGE=1
	@$(BIN)/python benchmarks/review/bench_review.py "$(DATA)" \
	  $(if $(WRONG),--wrong "$(WRONG)") $(if $(PAGE),--page "$$(date +%F)")
	@$(BIN)/python benchmarks/review/bench_rewrites.py "$(DATA)"

bench-rewrites: $(VENV)/run.stamp  ## what rewrites keep of every sentence, on any OKRs: DATA=DIR
	@$(BIN)/python benchmarks/review/bench_rewrites.py "$(DATA)"

bench-speed: $(VENV)/run.stamp  ## how many key results a second are read and reviewed
	@$(BIN)/python benchmarks/review/bench_speed.py

bench-reference: $(VENV)/run.stamp  ## published figures from the raw data: DATA=DIR
	@$(BIN)/python benchmarks/reference/bench_reference.py "$(DATA)"

bench-metrics: $(VENV)/run.stamp  ## what metrics cost beside SQL by hand, scans and full counts: SCALE=m, PART=emitted
	@$(BIN)/python benchmarks/metrics/bench_metrics.py "$(BENCH)" --scale $(or $(SCALE),m) $(if $(PART),--part $(PART))

$(PEERS)/stamp: locks/bench.txt
	@$(PYTHON) -m venv $(PEERS)
	@echo "Setting up the peers in $(PEERS) from locks/bench.txt (once) ..."
	@$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r locks/bench.txt
	@touch $@

bench-lifetime-value: $(VENV)/run.stamp $(PEERS)/stamp  ## against lifetimes, pymc-marketing and lifelines: SHARE=1
	@$(BIN)/python benchmarks/lifetime_value/bench_lifetime_value.py $(PEERS)/bin/python $(SHARE)

bench-evidence: $(VENV)/run.stamp  ## the goals of the evidence, simulated and published: DATA=DIR, PART=links, TIMES=500, STATE=DIR
	@$(BIN)/python benchmarks/evidence/bench_evidence.py "$(DATA)" \
	  $(if $(PART),--part $(PART)) $(if $(TIMES),--times $(TIMES)) $(if $(STATE),--state "$(STATE)")

bench-reasons: $(VENV)/run.stamp  ## the goals of the reasons for leaving: DATA=DIR, PART=privacy, TIMES=400, STATE=DIR
	@$(BIN)/python benchmarks/reasons/bench_reasons.py "$(DATA)" \
	  $(if $(PART),--part $(PART)) $(if $(TIMES),--times $(TIMES)) $(if $(STATE),--state "$(STATE)")

bench-web: $(VENV)/dev.stamp  ## pages, load and `kill -9` of the web application, on SQLite and PostgreSQL: PART=page
	@$(BIN)/python benchmarks/web/bench_web.py $(if $(PART),--part $(PART))
	@$(BIN)/python tools/on_postgres.py $(BIN)/python benchmarks/web/bench_web.py $(if $(PART),--part $(PART))

bench-startup: $(VENV)/run.stamp  ## how long a review takes beyond the interpreter's own start
	@$(BIN)/python benchmarks/startup/bench_startup.py

clean:
	rm -rf $(VENV) $(PEERS) $(DEMO) site dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
