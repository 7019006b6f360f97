# Everything a newcomer or CI needs. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install demo test lint types contracts unit docs golden format clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

install: $(VENV)/.installed ## create .venv and install onrecord into it

test: lint types contracts docs unit ## install the tools, then lint, types, contracts, docs and tests

lint: $(VENV)/.dev ## style, with the reasons for every exception in pyproject.toml
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/.dev ## imports run one way
	$(BIN)/lint-imports

docs: $(VENV)/.dev ## the docs that are made from code are up to date
	$(BIN)/cog --check -r README.md docs/*.md

unit: $(VENV)/.dev ## the tests alone
	$(BIN)/pytest -n 2

format: $(VENV)/.dev ## lay the code out and bring generated docs up to date
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/cog -r README.md docs/*.md

clean: ## remove what the targets made
	rm -rf $(VENV) out
