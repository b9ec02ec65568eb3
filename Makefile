# make demo    a lived-in organisation on http://127.0.0.1:8000 (PORT=8080 moves it, RESET=1 builds it anew)
# make test    the whole suite, on SQLite and PostgreSQL, in a browser where there is one
# make bench   side-by-side ratios
# make format, make lint
# make permissions, make data-model    the generated pages of docs/

PYTHON ?= python3
PORT ?=
RESET ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input install --require-hashes

.PHONY: demo test bench format lint permissions data-model
.DEFAULT_GOAL := demo

demo: $(VENV)/run.stamp
	@$(BIN)/python -m trainer demo $(if $(PORT),--port $(PORT)) $(if $(RESET),--reset)

test: $(VENV)/test.stamp
	@$(BIN)/python -m pytest -n auto

bench: $(VENV)/test.stamp
	@$(BIN)/python -m benchmarks

format: $(VENV)/test.stamp
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lint: $(VENV)/test.stamp
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

permissions: $(VENV)/test.stamp
	@$(BIN)/python -m tests.permissions > docs/permissions.md

data-model: $(VENV)/test.stamp
	@$(BIN)/python -m tests.data_model > docs/data-model.md

# The stamps are newer than the locks as long as what is installed is what is locked.
$(VENV)/run.stamp: requirements/run.lock | $(BIN)/python
	@echo "Installing what the program needs …"
	@$(PIP) -r requirements/run.lock
	@touch $@

# The test lock holds the run lock, so that both are up to date after it.
$(VENV)/test.stamp: requirements/test.lock requirements/run.lock | $(BIN)/python
	@echo "Installing what the program and its tests need …"
	@$(PIP) -r requirements/test.lock
	@touch $(VENV)/run.stamp $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11.5 or newer is needed; install the package python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' \
		|| { echo "Python 3.11.5 or newer is needed; make PYTHON=python3.12 names another."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is missing; install the package python3-venv."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
