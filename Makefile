# make demo: see it sort.   make test: lint, types, tests.   make docs: rewrite what is generated.
PYTHON ?= python3
BIN := .venv/bin
EXTRAS_demo := demo
EXTRAS_dev := dev,demo,parquet

.PHONY: demo test lint docs clean

demo: .venv/demo
	$(BIN)/python -m demo demo/pictures
	@# One of the pictures is broken on purpose, and 1 is "done, with problems".
	$(BIN)/snapsort demo/pictures --dry-run --offline || test $$? -eq 1
	@echo "To go on: $(BIN)/snapsort demo/pictures"

test: .venv/dev lint
	$(BIN)/pytest -n auto

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/dev
	$(BIN)/python -m docs.generate

clean:
	rm -rf .venv demo/pictures

.venv/%: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[$(EXTRAS_$*)]'
	@touch $@
