# Everything a fresh clone needs: Python 3.11 or newer, make, and a package index.
#   make demo   recover a sample of eval_set/ into demo-output/
#   make test   install the development tools and run all tests

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
LLAMA_PY := .venv-llama/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
DEMO := $(addprefix eval_set/,national-strips.txt national-glued.txt national-html-spans.html \
	city-project-tabs.txt poverty-one-line-scanned.txt three-forms-one-file.txt)
UV_COMPILE := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" pyproject.toml

.PHONY: help demo test browser axe llama lint types format evaluate readme calibrate bench wheel wheel-check ci lock clean

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' Makefile
	@echo "  also: browser axe llama lint types format evaluate readme calibrate bench wheel wheel-check ci lock clean"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/core: requirements.lock .venv/bin/python
	$(PIP) install --requirement requirements.lock
	@touch $@

.venv/dev: requirements-dev.lock .venv/bin/python
	$(PIP) install --requirement requirements-dev.lock
	@touch $@

demo: .venv/core
	$(PY) cli.py recover $(DEMO) -o demo-output
	@echo
	@echo "Open demo-output/*.html in a browser: the source on the left, the recovered form on the right."

test: .venv/dev
	$(PY) -m pytest --numprocesses auto

# The comparison page in a real browser; skipped where Chromium is missing.
browser: .venv/dev
	$(PY) -m pytest tests/browser

# axe-core, which looks for what shuts people out; the tests that need it are skipped without.
axe:
	npm install --prefix tests/browser --no-package-lock --ignore-scripts --no-audit --no-fund --silent

# A real llama.cpp server with a model of random weights. Builds the server for some minutes, hence an environment
# of its own; needs a C++ compiler.
.venv-llama/ready: requirements-dev.lock tests/llama/requirements.txt
	$(PYTHON) -m venv .venv-llama
	$(LLAMA_PY) -m pip --disable-pip-version-check --quiet install --requirement requirements-dev.lock
	CMAKE_ARGS="-DGGML_NATIVE=OFF" $(LLAMA_PY) -m pip --disable-pip-version-check --quiet install \
		--requirement tests/llama/requirements.txt
	@touch $@

llama: .venv-llama/ready
	$(LLAMA_PY) -m pytest tests/llama

lint: .venv/dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: .venv/dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: .venv/dev
	$(PY) -m mypy

evaluate: .venv/dev
	$(PY) -m pytest tests/test_eval_set.py tests/test_generated_set.py --capture no --quiet

readme: .venv/dev
	$(PY) -m tests.transcripts --write

# Margins become probabilities: some minutes, and only after a change of reading or deciding.
calibrate: .venv/dev
	$(PY) -m extractor.evaluate.calibrate -o extractor/decide/calibration.json

bench: .venv/core
	$(PY) -m bench

wheel: .venv/dev
	rm -rf dist
	$(PY) -m hatchling build --target wheel

wheel-check: wheel
	.ci/wheel-check dist/*.whl

ci:
	.ci/run

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip --quiet install uv
	$(UV_COMPILE) --output-file requirements.lock
	$(UV_COMPILE) --extra dev --output-file requirements-dev.lock

clean:
	rm -rf .venv .venv-lock .venv-llama dist build demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis
