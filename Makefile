# `make demo` shows what this library does, `make test` proves that it works.
# Both need Python 3.11 with venv, and make; they set up .venv themselves, once.

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.installed
CHECK := $(BIN)/genhe-targets check
BENCH := out/bench-env
PEERS := out/peers

.DEFAULT_GOAL := help
.PHONY: help demo test check format types tests bench peers mutants pins clean

help: ## list these targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 14

demo: $(READY) ## judge the example reports and write them as HTML, Excel, Word, JSON
	@$(BIN)/python examples/demo.py

test: $(READY) ## formatting, lint, strict types and tests
	@$(MAKE) --no-print-directory check && $(MAKE) --no-print-directory tests \
	  || { echo; echo "make test: FAILED. What failed stands above; 'make format' mends formatting."; exit 1; }
	@echo "make test: formatting, lint, strict types and tests are all green. Next: make demo, or README.md."

check: $(READY) ## formatting, lint and strict types only
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted: run 'make format'."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@echo "make check: formatted, linted, strictly typed."

tests: $(READY) ## the tests alone, on two cores
	@$(BIN)/python -m pytest -n 2 --dist worksteal

format: $(READY) ## format, and mend what lint can mend
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: $(BENCH)/.installed ## measure speed: start-up, small and large reports, many files, other validators
	@for name in imports small reading large manyfiles; do \
	  echo "== benchmarks/$$name.py"; $(BENCH)/bin/python benchmarks/$$name.py || exit 1; \
	done
	@if [ -e $(PEERS)/.installed ]; then $(PEERS)/bin/python benchmarks/peers.py; \
	else echo "Other validators beside it: make peers, once."; fi

peers: $(PEERS)/.installed ## measure other validators on the same job, in an environment of their own
	@$(PEERS)/bin/python benchmarks/peers.py

OF ?= *
mutants: $(READY) ## change the code and see whether a test notices (needs mutmut; OF='rollup.*')
	@$(BIN)/mutmut --version >/dev/null 2>&1 || { echo "mutmut is not here: $(BIN)/pip install mutmut"; exit 1; }
	@PATH="$(CURDIR)/$(BIN):$$PATH" nice -n 19 mutmut run --max-children 1 'genhe_targets.judging.$(OF)'

pins: ## renew constraints.txt from the newest releases
	@rm -rf out/pins && $(BIN)/python -m venv out/pins
	@out/pins/bin/pip install --quiet hatchling '.[dev,browser]'
	@out/pins/bin/pip freeze --exclude genhe-targets > constraints.txt
	@echo "make pins: constraints.txt has $$(wc -l < constraints.txt) pins. Next: make test."

clean: ## remove what was generated, .venv included
	@rm -rf $(VENV) out dist build mutants .mypy_cache .ruff_cache .hypothesis

# PYTHON=/some/python make ... chooses another interpreter.
$(READY): pyproject.toml constraints.txt
	@for python in $(PYTHON) python3.11 python3 python3.12 python3.13; do \
	  "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "No Python 3.11 with venv was found (looked for python3.11 and python3)." >&2; \
	  echo "Install it (Debian, Ubuntu: apt-get install python3.11 python3.11-venv), or say where it is: PYTHON=... make" >&2; \
	  exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version), once; this takes a minute or two ..."; \
	"$$python" -m venv $(VENV) \
	  && $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt hatchling \
	  && $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[dev]' \
	  || { echo "Setting up $(VENV) failed; pip's reason stands above. 'make clean' starts over." >&2; exit 1; }
	@touch $@

# As users install it: where hypothesis is installed, as tests want it, pandera imports it.
$(BENCH)/.installed: $(READY)
	@echo "Setting up $(BENCH), once; this takes a minute or two ..."
	@$(BIN)/python -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[polars,duckdb]'
	@touch $@

$(PEERS)/.installed: $(READY) benchmarks/competitors/requirements.txt
	@echo "Setting up $(PEERS), once; this takes a minute or two ..."
	@$(BIN)/python -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/competitors/requirements.txt -e .
	@touch $@
