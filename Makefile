# make run      sets everything up and runs Casustafel on http://127.0.0.1:8000 (PORT=8001 make run: elsewhere)
# make test     sets up what tests need and runs all of them
# make check    format, lint, types, layers, templates, migrations, translations, lock
# make bench    measures; prints a table and writes var/bench.json
# make reset    removes the data and keys of this copy, after asking (YES=1: without asking)
# make lock     brings requirements/*.txt in step with pyproject.toml (needs uv)

PYTHON ?= python3
VENV := .venv/bin
# The long files begin first (conftest.py). A worker that is lost ends the run: where files are dealt out whole, the
# runner waits for ever for the one that takes its place.
IN_TWO := --numprocesses 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

.PHONY: help run test check bench reset lock

help:
	@sed -n 's/^# make/make/p' Makefile

run:
	@$(PYTHON) bin/set_up.py
	@exec $(VENV)/casustafel run

test:
	@$(PYTHON) bin/set_up.py test
	@exec $(VENV)/python -m pytest $(IN_TWO) $(TESTS)

check:
	@$(PYTHON) bin/set_up.py check
	@exec $(VENV)/python bin/check.py

bench:
	@$(PYTHON) bin/set_up.py check
	@exec $(VENV)/casustafel bench

reset:
	@$(PYTHON) bin/set_up.py
	@exec $(VENV)/casustafel reset $(if $(YES),--yes)

lock:
	@$(PYTHON) bin/set_up.py check
	@exec $(VENV)/python bin/lock.py write
