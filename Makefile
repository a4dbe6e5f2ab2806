# Nothing is needed before these but Python 3.11 or newer, git and make.

PYTHON ?= python3
BIN := .venv/bin
RUNNING = $(shell $(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')

.PHONY: setup demo demo-build docs docs-serve screenshots gallery generators bench bench-layout sample test test-environments fuzz mutants test-all vulnerabilities lock locked lint clean

setup: .venv/installed

demo: .venv/installed
	cd demo_site && ../$(BIN)/mkdocs serve --open

demo-build: .venv/installed
	cd demo_site && ../$(BIN)/mkdocs build

# The documentation's site, in build/docs.
docs: .venv/installed
	$(BIN)/mkdocs build --strict

docs-serve: .venv/installed
	$(BIN)/mkdocs serve --open

# The pictures of the README and of the tour.
screenshots: demo-build
	cd demo_site && ../$(BIN)/mkdocs build --quiet --config-file findings.yml
	$(BIN)/python demo_site/screenshots.py tour

# The pictures need fonts for Japanese and Arabic: apt install fonts-ipafont-gothic fonts-dejavu
gallery: .venv/installed
	cd demo_site && ../$(BIN)/mkdocs build --quiet --config-file gallery.yml
	$(BIN)/python demo_site/screenshots.py gallery

# The pictures of one plan in five generators.
generators: .venv/installed
	$(BIN)/nox --session $(foreach name,mkdocs material materialx properdocs zensical,'generators-$(RUNNING)($(name))')
	$(BIN)/python demo_site/screenshots.py generators

# Measures builds and commands, and writes benchmarks/README.md: half an hour on a quiet machine.
# The plugins that it measures besides have an environment of their own.
bench: .venv-bench/installed
	.venv-bench/bin/python -m benchmarks.speed $(PLANS)

# Compares the layout with Graphviz dot, which must be there, and writes benchmarks/README.md.
bench-layout: .venv/installed
	$(BIN)/python -m benchmarks.layout

sample: .venv/installed
	$(BIN)/python benchmarks/sample_findings.py $(or $(PLANS),../shared/corpus)

# Changes the code in some six thousand ways, one at a time, and counts what no test notices: by an
# estimate three quarters of an hour on two cores. `make mutants MUTANTS="'*[147]'"` tries three in
# ten of them. The tool has an environment of its own.
mutants: .venv-mutants/installed
	.venv-mutants/bin/python -m tests.mutation.mutants $(MUTANTS)

test: .venv/installed lint
	$(BIN)/pytest -n auto

# Every generator, theme and neighbour on this Python, each in an environment of its own.
test-environments: .venv/installed
	$(BIN)/nox --session generators-$(RUNNING) lowest neighbours techdocs

# Looks for input that breaks what is promised, so many seconds a target: `make fuzz-reading` is one.
# What it finds stays in tests/found, and fails `make test`, too, until it is mended.
SECONDS ?= 20
fuzz: $(patsubst fuzz/targets/%.py,fuzz-%,$(wildcard fuzz/targets/[a-z]*.py))

fuzz-%: .venv-fuzz/installed
	.venv-fuzz/bin/python -m fuzz $* -max_total_time=$(SECONDS)

# All of it, on every Python that is here, those of pyenv too; then the README's table is made anew.
# What is known of vulnerabilities is told, and fails nothing: it changes from day to day.
test-all: test
	rm -rf build/compatibility
	PYENV_VERSION=$$(pyenv versions --bare 2>/dev/null | paste -sd: -) $(BIN)/nox
	$(BIN)/python -m tests.compatibility.table
	-$(MAKE) vulnerabilities

# Asks PyPI for what is known of each locked version. It fails, too, where PyPI cannot be asked.
vulnerabilities: .venv/installed
	$(BIN)/uv tool run pip-audit --strict --require-hashes --disable-pip --requirement requirements-dev.lock

# Writes down the versions of today, for every Python and system, with what their files are known by.
lock: .venv/installed
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock; make locked installs these, make alone the newest" --output-file requirements-dev.lock pyproject.toml requirements-dev.txt

# An environment of the locked versions, whatever has come out since: `make locked test`.
locked:
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/installed

lint: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

.venv/installed: pyproject.toml requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable . --requirement requirements-dev.txt
	touch $@

.venv-bench/installed: pyproject.toml benchmarks/peers.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --editable . --requirement benchmarks/peers.txt
	touch $@

.venv-fuzz/installed: pyproject.toml fuzz/requirements.txt
	$(PYTHON) -m venv .venv-fuzz
	.venv-fuzz/bin/pip install --quiet --disable-pip-version-check --only-binary atheris --editable . --requirement fuzz/requirements.txt
	touch $@

.venv-mutants/installed: pyproject.toml requirements-dev.txt tests/mutation/requirements.txt
	$(PYTHON) -m venv .venv-mutants
	.venv-mutants/bin/pip install --quiet --disable-pip-version-check --editable . --requirement requirements-dev.txt --requirement tests/mutation/requirements.txt
	touch $@

clean:
	rm -rf .venv .venv-bench .venv-fuzz .venv-mutants .nox build demo_site/site demo_site/gallery demo_site/findings
