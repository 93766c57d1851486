# The only door for people who develop. Two commands are all anybody needs: make demo, make test.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
SERVE ?= yes
ADDRESS ?= 127.0.0.1:8000
ASSETS := src/espalier/entrypoints/web/static/build/manifest.json
DEMO_HOME := var/demo
LOCKS := requirements/bootstrap.txt requirements/runtime.txt requirements/test.txt

.PHONY: help demo test bench coverage where map diagrams screenshots locks translations quality wheel clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/ready: $(LOCKS) pyproject.toml
	@echo "== environment"
	@python3 tools/environment.py
	@touch $@

$(ASSETS): .venv/ready $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)
	@echo "== front end"
	@$(PY) tools/assets.py
	@touch $@

.PHONY: ready
ready: .venv/ready $(ASSETS)
	@$(PY) tools/translations.py compile

demo: ready ## example company, its documents in var/demo/outputs/, then the pages on 127.0.0.1:8000
	@$(PY) tools/demo.py --serve $(SERVE) --address $(ADDRESS)

test: ready ## the whole suite: engines, SQLite, PostgreSQL, browser
	@$(PY) tools/suite.py

bench: ready ## measure speed and size; results are kept in benchmarks/results/
	@$(PY) -m benchmarks $(ARGS)

coverage: ready ## branches of the statistics rooms that their tests reach; less than all is a failure
	@PYTHONPATH=src:. .venv/bin/coverage run -m pytest -q -c tests/engines.ini --rootdir=. -n 0 \
	  $(addprefix tests/engines/,figures needs psychometrics effects benefit) && .venv/bin/coverage report

where: .venv/ready ## make where T=P1.2.1: the room, the page and the command of an indicator
	@$(PY) tools/frame_map.py where $(T)

map: .venv/ready ## rewrite docs/map.md from tasks.toml
	@$(PY) tools/frame_map.py write

diagrams: .venv/ready ## redraw what docs show of tables and docstrings
	@$(PY) tools/diagrams.py && $(PY) tools/formulas.py && $(PY) tools/wheel_picture.py

screenshots: ready ## take the pictures of the README anew
	@$(PY) tools/screenshots.py

translations: .venv/ready ## collect new strings into the .po files
	@$(PY) tools/translations.py collect

locks: ## renew the lock files with hashes and without host names
	@$(PY) tools/locks.py

quality: .venv/ready ## format and lint
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix . && .venv/bin/mypy && .venv/bin/lint-imports

wheel: ready ## dist/espalier-*.whl with built assets
	@$(PY) -m hatchling build -t wheel

clean: ## forget everything made
	@rm -rf .venv var dist frontend/node_modules src/espalier/entrypoints/web/static/build
