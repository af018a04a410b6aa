# `make` alone tells what there is. Every target sets up what it needs and says what is missing.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run logs reset test second-try check bench features deploy destroy lock

# Modules are compiled once, not by every process.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
NODE_STAMP := web/node_modules/.locked
VENV_STAMP := $(VENV)/.locked
STAGE ?= dev
REGION ?= $(or $(AWS_REGION),$(AWS_DEFAULT_REGION))
PORT ?=
DEMO ?=
CORES := $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
WORKERS ?= $(shell echo $$(( $(CORES) < 2 ? 2 : $(CORES) > 8 ? 8 : $(CORES) )))
BROWSERS ?= 2

help:  ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: $(VENV_STAMP) $(NODE_STAMP)  ## Python and Node packages, as the lock files name them

$(VENV_STAMP): requirements-dev.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed. Debian, Ubuntu: apt install python3 python3-venv. macOS: brew install python@3.11."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Name another: make setup PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(PY) || "$(PYTHON)" -m venv $(VENV) || { echo "This Python cannot make virtual environments. Debian, Ubuntu: apt install python3-venv."; exit 1; }
	@$(PY) -c 'import uv' 2>/dev/null || $(PY) -m pip install --quiet --disable-pip-version-check uv
	$(VENV)/bin/uv pip sync --quiet --python $(PY) requirements-dev.lock
	@$(PY) -c 'import uv' 2>/dev/null || $(PY) -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(NODE_STAMP): web/package-lock.json
	@command -v npm >/dev/null || { echo "Node.js 20 or newer (with npm) is needed. Debian, Ubuntu: apt install nodejs npm. macOS: brew install node."; exit 1; }
	npm ci --prefix web --no-audit --no-fund --loglevel=error
	@touch $@

run: setup  ## The whole product here: shop, console, API. DEMO=1 adds stand-ins for messengers
	@DEMO="$(DEMO)" PORT="$(PORT)" exec $(PY) -m infra.local run

logs: $(VENV_STAMP)  ## What the functions of the running stack write
	@$(PY) -m infra.local logs

reset: $(VENV_STAMP)  ## Forget what `make run` has stored
	@$(PY) -m infra.local reset

test: setup  ## Every test: Python, browser, web units
	@failed=0; \
	echo "== web units"; npm test --prefix web || failed=1; \
	echo "== client build"; npm run build --prefix web || failed=1; \
	echo "== Python"; $(PY) -m pytest tests --ignore tests/e2e -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 25 --durations-min 5 || failed=1; \
	echo "== stack and browser"; $(PY) -m pytest tests/e2e -n $(BROWSERS) --dist loadfile --no-loadscope-reorder --durations 25 --durations-min 8 || $(MAKE) --no-print-directory second-try || failed=1; \
	exit $$failed

# A browser on a busy machine may be too slow once. What fails on a fresh stack too has failed.
second-try:
	@echo "== once more, what failed"; $(PY) -m pytest tests/e2e --last-failed --last-failed-no-failures none

check: setup  ## Lint, format, types, directions of imports, the client's types, unit tests
	@echo "== ruff"; $(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .
	@echo "== mypy"; $(VENV)/bin/mypy
	@echo "== imports"; $(VENV)/bin/lint-imports
	@echo "== web"; npm run check --prefix web
	@echo "== units"; $(PY) -m pytest tests/unit tests/contract tests/infra

bench: setup  ## Costs, times and sizes: a table here, and .local/bench.json
	@$(PY) -m bench

features: $(VENV_STAMP)  ## Which rows of docs/features.md the tests show
	@$(PY) -m tests.support.features

deploy: setup  ## To AWS: make deploy STAGE=prod REGION=eu-west-1
	@test -n "$(REGION)" || { echo "Which region? make deploy STAGE=$(STAGE) REGION=eu-west-1"; exit 1; }
	npm run build --prefix web
	$(PY) -m infra.deploy --stage "$(STAGE)" --region "$(REGION)" $(DEPLOY_OPTIONS)

destroy: $(VENV_STAMP)  ## Take a stage down; its data stays: make destroy STAGE=prod REGION=eu-west-1
	@test -n "$(REGION)" || { echo "Which region? make destroy STAGE=$(STAGE) REGION=eu-west-1"; exit 1; }
	$(PY) -m infra.destroy --stage "$(STAGE)" --region "$(REGION)" $(DESTROY_OPTIONS)

lock: $(VENV_STAMP)  ## Pin what requirements-dev.in and web/package.json ask for
	$(VENV)/bin/uv pip compile --quiet requirements-dev.in -o requirements-dev.lock --python-version 3.11 --no-annotate
	npm install --prefix web --package-lock-only --no-audit --no-fund
