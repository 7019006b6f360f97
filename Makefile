# Everything a newcomer or CI needs. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 5 --timeout 60

PAGES := examples/dispute/pages
LEDGER := out/dispute.db
DOSSIER := out/dossier.html
CLAIM := Varland has supplied drones to the Tessaly Front
PROGRAM := $(shell find onrecord -type f ! -name '*.pyc')

.DEFAULT_GOAL := help
# The steps of `test` follow one another, so that the tests' summary is the last line.
.NOTPARALLEL:
.PHONY: help install demo test lint types contracts docs unit browser golden format clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and \
	'onrecord needs Python 3.11 or newer; name one: make PYTHON=python3.12 …')"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[dev]'
	@touch $(VENV)/.installed $@

install: $(VENV)/.installed ## create .venv and install onrecord into it

# The ledger is begun anew when the program has changed since.
$(LEDGER): $(VENV)/.installed $(PROGRAM)
	@mkdir -p $(@D)
	@rm -f $@ $@-wal $@-shm

demo: $(LEDGER) ## build a ledger from examples/, print the trace of its main claim, write a dossier
	$(BIN)/onrecord --ledger $(LEDGER) add $(PAGES)
	$(BIN)/onrecord --ledger $(LEDGER) trace "$(CLAIM)"
	@$(BIN)/onrecord --ledger $(LEDGER) export dossier "$(CLAIM)" --out $(DOSSIER) >/dev/null
	@echo "The ledger is $(LEDGER). The dossier, for any browser: file://$(CURDIR)/$(DOSSIER)"

test: lint types contracts docs unit ## install the tools, then lint, types, contracts, docs and tests

lint: $(VENV)/.dev ## style, with the reasons for every exception in pyproject.toml
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy
	$(BIN)/mypy conftest.py   # a module of that name is among the tests too

contracts: $(VENV)/.dev ## imports run one way
	$(BIN)/lint-imports

docs: $(VENV)/.dev ## the docs that are made from code are up to date
	$(BIN)/cog --check -r README.md docs/*.md

# A file's tests stay together: the examples of a page of docs follow one another.
unit: $(VENV)/.dev browser ## the tests alone
	$(BIN)/pytest -n 2 --dist loadfile

# The tests drive Debian's own Chromium. Elsewhere, or without the right to install, they are skipped; in CI they fail.
browser: ## install Chromium for the tests, where it is missing and Debian's packages can be had
	@if ! { command -v chromium && command -v chromedriver; } >/dev/null; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium chromium-driver >/dev/null; \
	else echo "The browser tests need the packages chromium and chromium-driver."; fi; fi

golden: $(VENV)/.dev ## make the golden records of the example pages again; then read the diff
	$(BIN)/python tests/golden_records.py

soak: $(VENV)/.dev ## adding under faults, at length: some twenty minutes, Linux
	$(BIN)/python tests/soak/soak.py

format: $(VENV)/.dev ## lay the code out and make the generated docs and the schema again
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/cog -r README.md docs/*.md
	@mkdir -p out
	$(BIN)/python -c "from onrecord.interchange import record_schema_text as t; print(t(), end='')" >out/schema
	mv out/schema onrecord/record.schema.json

clean: ## remove what the targets made
	rm -rf $(VENV) out
