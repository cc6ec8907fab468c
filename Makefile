# Everything a newcomer needs: `make demo` and `make test`. Needs Python 3.11+, make and git; the rest comes from uv.lock.
PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9
PYTEST_ARGS ?= -n auto --dist worksteal -rs

.PHONY: install demo run test test-both check check-deploy format crash-test bench

install: .venv/.synced

.venv/.synced: pyproject.toml uv.lock
	@test -x $(BIN)/uv || { $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kickstand needs Python 3.11 or newer; set PYTHON=/path/to/it")' \
		&& $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); }
	$(BIN)/uv sync --quiet --frozen --python $(BIN)/python
	@touch $@

demo: install
	$(BIN)/kickstand demo

test: install
	$(BIN)/pytest $(PYTEST_ARGS)

# Everything on both kinds of database: before a release, and after a change to how rows are read or written.
test-both: install
	$(BIN)/pytest $(PYTEST_ARGS) --both

# Kills the program all day and audits what people saw: make crash-test KILLS=300 DATABASE=postgresql REPLICAS=2 SEED=7
KILLS ?= 300
DATABASE ?= sqlite
REPLICAS ?= 1
crash-test: install
	$(BIN)/python -m tests.crash --kills $(KILLS) --database $(DATABASE) --replicas $(REPLICAS) $(if $(SEED),--seed $(SEED))

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.check_migrations

# The Dockerfile, Compose, Kubernetes and systemd, as far as that goes without any of them, in an environment of its own.
check-deploy: install
	$(BIN)/uv run --quiet --isolated --frozen --python $(BIN)/python --group deploy python -m pytest -n0 -rs tests/deploy

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# How fast it is, as ratios to floors of the same run: make bench ARGS="--quick --only events"
bench: install
	$(BIN)/python -m benchmarks $(ARGS)
