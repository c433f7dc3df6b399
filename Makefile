# Every target builds what it needs; only Python 3.11, 3.12 or 3.13 has to be there.

PYTHONS := python3.13 python3.12 python3.11 python3
SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
# apart from the locks: it needs a newer click than Faust can have
MUTMUT := mutmut==3.8.1
GENERATORS := $(wildcard deploy/generate/*.py)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
ifeq ($(CI),true)
PYTEST_FLAGS += --no-skips
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench coverage mutants generate stale lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

demo: .venv/runtime ## a clinic's day in a minute, on an Apache Kafka of its own
	@$(BIN)/natwatch demo

test: .venv/dev ## every test, those against a real Apache Kafka included
	@$(BIN)/python -m pytest $(PYTEST_FLAGS)

check: .venv/dev stale ## lint, format, types, import contracts, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-logo

bench: .venv/dev ## measure throughput and latency on this machine
	@$(BIN)/python -m pytest tests/benchmarks --override-ini 'python_files=bench_*.py' -s

coverage: .venv/dev ## show that the core's own tests go through every branch of it
	@$(BIN)/python -m pytest tests/alerts tests/models --cov $(PYTEST_FLAGS)

mutants: .venv/dev ## change the core a little, again and again, and see which changes no test notices (hours)
	@$(BIN)/uv run --no-project --isolated --quiet --python $(BIN)/python --with $(MUTMUT) $(addprefix --with ,$(shell \
		grep -oE '^(hypothesis|msgspec|pydantic|pytest|pytest-asyncio|tzdata)==[^ ;]+' requirements-dev.lock)) mutmut run

generate: .venv/dev ## write anew what is generated from the models
	@for script in $(GENERATORS); do $(BIN)/python $$script . || exit 1; done

# Each script of deploy/generate writes its files below the folder that it is given, as they stand in the tree.
stale: .venv/dev
	@rm -rf build/generated && mkdir -p build/generated
	@for script in $(GENERATORS); do $(BIN)/python $$script build/generated || exit 1; done
	@stale=0; for file in $$(cd build/generated && find . -type f); do \
		cmp -s build/generated/$$file $$file || { echo "$$file is stale: make generate"; stale=1; }; done; exit $$stale

lock: .venv/dev ## pin what pyproject.toml asks for (make lock UPGRADE=--upgrade: newest of what it allows)
	$(COMPILE) $(UPGRADE) --extra demo --extra build --output-file requirements.lock >/dev/null
	$(COMPILE) $(UPGRADE) --extra build --constraint requirements.lock --output-file deploy/requirements.lock >/dev/null
	$(COMPILE) $(UPGRADE) --all-extras --constraint requirements.lock --output-file requirements-dev.lock >/dev/null

clean: ## remove what was made here
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis mutants

.venv/runtime: requirements.lock
	@python=; for candidate in $(PYTHONS); do \
		if $$candidate -c '$(SUITABLE)' >/dev/null 2>&1; then python=$$candidate; break; fi; done; \
	if [ -z "$$python" ]; then \
		echo "natwatch needs Python 3.11, 3.12 or 3.13 with its venv module; there is none on the PATH" \
			"(on Debian: apt-get install python3 python3-venv)" >&2; exit 1; fi; \
	echo "Making .venv with $$($$python --version): the versions and hashes of requirements.lock (about a minute)"; \
	rm -rf .venv && $$python -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps --no-index --editable .
	@touch $@

.venv/dev: requirements-dev.lock .venv/runtime
	@echo "Adding to .venv what tests and checks need: requirements-dev.lock"
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@
