# make report   set up, code and chart the sample, print where the report is
# make test     set up and run every check: lint, types, tests, notebooks
# make lab      set up with JupyterLab and open it on the notebooks
# make notebooks  run the notebooks again and store their outputs
# make lock     after a change of dependencies: uv.lock, and from it the hashed lists for plain pip

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
PIP_LOCK := .ci/requirements-lock.txt
LAB_LOCK := .ci/requirements-lab-lock.txt
BIN := .venv/bin

.PHONY: report test lab notebooks lock setup
.DEFAULT_GOAL := report

setup: .venv/ready

# uv.lock is the authority; plain pip takes the hashed list that is exported from it.
.venv/ready: pyproject.toml uv.lock $(PIP_LOCK)
ifdef UV
	@"$(UV)" sync --locked --quiet --extra test --inexact
else
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(PIP_LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch .venv/ready

report: setup
	@$(BIN)/python -m conflictlib report

test: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile  # one thread each: two workers have two cores

lab: setup
ifdef UV
	@"$(UV)" sync --locked --quiet --extra test --extra lab
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LAB_LOCK)
endif
	@$(BIN)/jupyter lab notebooks

notebooks: setup
	@$(BIN)/python -m conflictlib.rerun notebooks/*.ipynb

lock:
	uv lock
	uv export --quiet --locked --extra test --no-emit-project --no-header -o $(PIP_LOCK)
	uv export --quiet --locked --extra lab --extra test --no-emit-project --no-header -o $(LAB_LOCK)
