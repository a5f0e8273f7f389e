# Negatoscope. `make run` on a machine with Python 3.11 to 3.13 and nothing else prepared.

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

# Where the public radiographs lie, for training and evaluation; tests and the app need none.
DATA ?= $(or $(NEGATOSCOPE_DATA),../shared/data)
OUTPUT ?= runs/train

# Tests side by side; one at a time with 0. One more than there are cores: the browser waits half of
# its time.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1)))

# A part of `make test`, by marker: MARK=browser. The workflow runs it in three.
MARK ?=

# Damaged files that `make fuzz` judges in all.
CASES ?= 200000

# What `make bundle` holds: full, or lean: the packages of requirements-lean.txt.
BUNDLE ?= full

# How `make lock` resolves: as little anew as it can, or all of it with --upgrade.
LOCK ?=

# Stamps: pip runs again only when a requirements file has changed.
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)

# TensorFlow announces its build and its instruction sets on every import.
export TF_CPP_MIN_LOG_LEVEL ?= 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A dozen interpreters are started, each of which would compile every package anew.
unexport PYTHONDONTWRITEBYTECODE
# Groups of tests that share what is dear are in tests/conftest.py, in the order to begin them.
PYTEST_SIDE_BY_SIDE = $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-slow breaks check format coverage train evaluate export benchmark \
	samples locales fuzz load reliability speed bundle lock same audit licences clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | awk -F ':.*  ## ' '{printf "make %-10s %s\n", $$1, $$2}'

run: $(RUNTIME)  ## serve the app (PORT=8501)
	@echo "Negatoscope: http://localhost:$(PORT)"
	@$(BIN)/python -m streamlit run streamlit_app.py --server.port $(PORT) $(STREAMLIT)

test: check same  ## everything that must hold: checks, unit tests, page tests, a real browser
	@scripts/install-browser $(VENV)
	@scripts/install-nginx
	$(PYTEST_SIDE_BY_SIDE) -m "not slow$(if $(MARK), and ($(MARK)))" $(PYTEST)

test-fast: check  ## the inner loop, in 90 seconds: no browser, no TensorFlow, no servers
	$(PYTEST_SIDE_BY_SIDE) -m "not slow and not browser and not tensorflow and not data" \
		--ignore tests/deploy --ignore tests/load --ignore tests/test_interpreter.py $(PYTEST)

test-slow: $(DEVELOPMENT)  ## what takes minutes: uploads by the dozen, installing without a network
	@scripts/install-browser $(VENV)
	@scripts/install-nginx
	$(BIN)/python -m pytest -m slow $(PYTEST)

check: $(DEVELOPMENT)  ## lint, format and types, in seconds
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(DEVELOPMENT)  ## let ruff repair what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

breaks: $(DEVELOPMENT)  ## break 30 lines one at a time, in a copy, and see which test notices
	@$(BIN)/python -m scripts.break_and_see $(BREAKS)

coverage: $(DEVELOPMENT)  ## unit and page tests, with the lines they leave out
	$(BIN)/python -m pytest --cov --cov-report=term-missing -m "not browser and not slow" $(PYTEST)

train: $(RUNTIME)  ## train on DATA into OUTPUT (hours)
	$(BIN)/python -m model train --data $(DATA) --output $(OUTPUT)

evaluate: $(RUNTIME)  ## measure on DATA; writes model/weights/manifest.json, the model cards and docs/figures.md
	$(BIN)/python -m model evaluate --data $(DATA)

export: $(RUNTIME)  ## turn trained weights into the files the app serves
	$(BIN)/python -m model export $(EXPORT)

benchmark: $(RUNTIME)  ## this engine against Keras: time, start-up, memory
	@$(BIN)/python -m scripts.benchmark

samples: $(RUNTIME)  ## make the synthetic radiographs in assets/samples from DATA
	$(BIN)/python -m scripts.samples --data $(DATA) --output assets/samples

locales: $(RUNTIME)  ## extract, update and compile the translations
	@mkdir -p .cache
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k said --no-location --no-wrap \
		--project=Negatoscope --version=$(VERSION) -o .cache/negatoscope.pot .
	$(BIN)/pybabel -q update -D negatoscope -i .cache/negatoscope.pot -d assets/locales \
		--no-fuzzy-matching --ignore-pot-creation-date --no-wrap
	sed -i.old 's/Project-Id-Version: Negatoscope [0-9.]*/Project-Id-Version: Negatoscope $(VERSION)/' \
		assets/locales/*/LC_MESSAGES/negatoscope.po && rm assets/locales/*/LC_MESSAGES/*.old
	$(BIN)/pybabel compile -D negatoscope -d assets/locales --statistics

# Goes on where it stopped; rm -r .cache/fuzz starts anew.
fuzz: $(DEVELOPMENT)  ## 200,000 damaged files for the reader (CASES=…), politely
	nice $(BIN)/python -m tests.fuzz --cases $(CASES)

load: $(DEVELOPMENT)  ## twenty visitors with ten films each: times, errors, memory
	@$(BIN)/python -m tests.load $(LOAD)

reliability: $(DEVELOPMENT)  ## both of them, into docs/reliability.md
	@$(BIN)/python -m scripts.reliability

speed: $(DEVELOPMENT)  ## how long a hand waits, in a real browser, into docs/speed.md
	@scripts/install-browser $(VENV)
	@$(BIN)/python -m scripts.speed

bundle: $(RUNTIME)  ## an archive in dist/ that installs without a network (BUNDLE=lean: no TensorFlow)
	@scripts/make-bundle $(VENV) $(BUNDLE)

# The order matters: each file takes the versions of the one before.
lock: $(DEVELOPMENT)  ## renew requirements*.txt from requirements*.in (LOCK=--upgrade: all of them)
	$(BIN)/uv pip compile -q $(LOCK) --output-file requirements.txt requirements.in
	$(BIN)/uv pip compile -q $(LOCK) -c requirements.txt \
		--output-file requirements-lean.txt requirements-lean.in
	$(BIN)/uv pip compile -q $(LOCK) --output-file requirements-dev.txt requirements-dev.in

same: $(RUNTIME)  ## whether what is installed is what the lock says, to the letter
	@$(BIN)/python -m scripts.lock $$([ -e $(DEVELOPMENT) ] && echo requirements-dev.txt || echo requirements.txt)

# --strict: what could not be asked about counts as a failure, not as safe.
audit: $(DEVELOPMENT)  ## known vulnerabilities in what is installed; asks the package index
	$(BIN)/python -m pip_audit --local --strict --progress-spinner off

licences: $(DEVELOPMENT)  ## list the licence of every package in docs/licences.md
	$(BIN)/python -m scripts.licences

clean:  ## remove the environment and the caches; data and trained weights stay
	rm -rf $(VENV) .cache .hypothesis .ruff_cache .mypy_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@scripts/make-venv $(VENV)

$(RUNTIME): requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install -q -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install -q -r requirements-dev.txt
	@touch $@ $(RUNTIME)
