# Palabre. `make help` lists the targets.
SHELL := /bin/bash
PORT ?= 5000
PYTHON ?= python3
QUESTIONS ?=
.DEFAULT_GOAL := help
.PHONY: help run test lint format translations docs migration-check bench bench-search screenshots wheel lock clean fresh-clone

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

run: ## Install, migrate, load the demonstration when empty, serve on 127.0.0.1:5000 (PORT= overrides)
	@PYTHON=$(PYTHON) PORT=$(PORT) exec bin/run

test: ## Install what the tests need (Chromium and PostgreSQL included) and run them all
	@PYTHON=$(PYTHON) bin/test

lint: ## Formatter, linter, types, templates, import rules, translations, migrations, generated pages
	@PYTHON=$(PYTHON) bin/lint

format: ## Format the code
	@PYTHON=$(PYTHON) bin/install lint
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

translations: ## Bring the sources' sentences into the French catalogue, then compile it
	@PYTHON=$(PYTHON) bin/install lint
	.venv/bin/python bin/translations extract && .venv/bin/python bin/translations compile

docs: ## Write docs/generated anew
	@PYTHON=$(PYTHON) bin/install main
	.venv/bin/python bin/generate-docs

bench: ## Every measure of the design, as ratios in one run
	@PYTHON=$(PYTHON) bin/install test
	.venv/bin/python -m bench

bench-search: ## Quality, parts and size of search (QUESTIONS=folder with documents.jsonl and questions.jsonl)
	@PYTHON=$(PYTHON) bin/install test
	.venv/bin/python -m bench.search_quality $(QUESTIONS)
	.venv/bin/python -m bench.search_parts $(QUESTIONS)
	.venv/bin/python -m bench.search_size 1000 10000

screenshots: ## Take the pictures of the README
	@PYTHON=$(PYTHON) bin/install test
	.venv/bin/python bin/screenshots

wheel: ## Build the source archive and the wheel into dist/
	@PYTHON=$(PYTHON) bin/install lint
	rm -rf dist && .venv/bin/python -m build

lock: ## Resolve the dependencies again into requirements/*.txt
	@PYTHON=$(PYTHON) bin/lock

fresh-clone: ## Clone into an empty folder; `make run` there twice, and its end
	@PYTHON=$(PYTHON) bin/fresh-clone

clean: ## Remove the environment and what was built; the data in var/ stays
	rm -rf .venv dist build .pytest_cache .ruff_cache .mypy_cache *.egg-info
