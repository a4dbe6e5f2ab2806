# You need Python 3.11 or newer, git and make; these targets install the rest.

PYTHON ?= python3
BIN := .venv/bin
RUNNING = $(shell $(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')

.PHONY: setup demo demo-build demo-history docs docs-serve screenshots gallery generators bench bench-layout identical sample check test test-environments fuzz fuzz-records mutants soak test-all vulnerabilities package links owner lock locked lint clean

setup: .venv/installed

demo: .venv/installed
	cd demo_site && ../$(BIN)/mkdocs serve --open

demo-build: .venv/installed
	cd demo_site && ../$(BIN)/mkdocs build

# Serves the demo with a history of eight weeks, which a script makes.
demo-history: build/demo/.git
	$(BIN)/mkdocs serve --open --config-file build/demo/mkdocs.yml

build/demo/.git: demo_site/history.py $(shell find demo_site/docs demo_site/specs -type f) .venv/installed
	$(BIN)/python demo_site/history.py build/demo
	$(BIN)/mkdocs build --quiet --config-file build/demo/mkdocs.yml

# Builds the documentation into build/docs.
docs: .venv/installed
	$(BIN)/mkdocs build --strict

docs-serve: .venv/installed
	$(BIN)/mkdocs serve --open

# Takes the pictures of the README and of the tour. For GitHub's view of a plan it needs npm.
screenshots: demo-build build/demo/.git build/github/plan.html
	cd demo_site && ../$(BIN)/mkdocs build --quiet --config-file findings.yml
	$(BIN)/python demo_site/screenshots.py tour

build/github/plan.html: demo_site/docs/accounts/passkeys/plan.md demo_site/github_view.py .venv/installed
	mkdir -p build/github
	cd build/github && tar -xzf "$$(npm pack --silent github-markdown-css@5.9.0)"
	$(BIN)/uv run --no-project --python $(BIN)/python --with cmarkgfm --with pyyaml \
		python demo_site/github_view.py $< build/github/package/github-markdown.css $(@D)

# The pictures need Japanese and Arabic fonts: apt install fonts-ipafont-gothic fonts-dejavu
gallery: .venv/installed
	cd demo_site && ../$(BIN)/mkdocs build --quiet --config-file gallery.yml
	$(BIN)/python demo_site/screenshots.py gallery

# Takes pictures of one plan in five generators.
generators: .venv/installed
	$(BIN)/nox --session $(foreach name,mkdocs material materialx properdocs zensical,'generators-$(RUNNING)($(name))')
	$(BIN)/python demo_site/screenshots.py generators

# Measures builds and commands and writes benchmarks/README.md; takes a quarter of an hour on a quiet machine.
# The other plugins that it measures are installed into a separate environment.
bench: .venv-bench/installed
	.venv-bench/bin/python -m benchmarks.speed $(PLANS)

# Compares the layout with Graphviz dot, which must be installed, and writes benchmarks/README.md.
bench-layout: .venv/installed
	$(BIN)/python -m benchmarks.layout $(PLANS)

# Builds sites of folders, and runs the commands there, without a cache, with an empty one and with a
# full one, and compares all bytes: `make identical PLANS="FOLDER …"`.
identical: .venv/installed
	$(BIN)/python -m benchmarks.identical $(or $(PLANS),demo_site/docs)

# Prints random findings of each rule for a person to judge: `make sample PLANS="FOLDER …"`.
sample: .venv/installed
	$(BIN)/python benchmarks/sample_findings.py $(or $(PLANS),demo_site/docs)

# Changes the code in some seventeen thousand ways, one at a time, and counts the changes that no test
# notices. Takes three hours on two cores; Ctrl-C ends it, and each file that is done has its record.
# `make mutants MUTANTS="'mkdocs_speckit.schedule.*'"` tries one folder. The tool is installed into a
# separate environment.
mutants: .venv-mutants/installed
	.venv-mutants/bin/python -m tests.mutation.mutants $(MUTANTS)

# Edits the demo site EDITS times under `mkdocs serve` and looks at how the server's memory grows.
EDITS ?= 500
soak: .venv/installed
	$(BIN)/python -m tests.campaigns.soak $(EDITS)

test: .venv/installed lint
	$(BIN)/pytest -n auto

# What tells most in two minutes: style, types, and the tests that start no browser and measure no time.
# Random texts are fewer.
check: .venv/installed lint
	$(BIN)/pytest -n auto --hypothesis-profile=mutants -k "not browser and not takes_ and not linear_time" \
		tests/reading tests/audit tests/schedule tests/features tests/rendering tests/page tests/export \
		tests/changes tests/reports tests/disk tests/hosts tests/portfolio tests/cli

# Tests every generator, theme and neighbouring plugin on this Python, each in its own environment.
# Two at a time: most of the time is spent on what a single process does.
ENVIRONMENTS = generators-$(RUNNING) lowest system neighbours techdocs openspec
SESSIONS = import json, sys; print(*(one["session"] for one in json.load(sys.stdin)), sep="\0", end="")
test-environments: .venv/installed
	$(BIN)/nox --list --json --session $(ENVIRONMENTS) | $(BIN)/python -c '$(SESSIONS)' \
		| xargs -0 -n 1 -P 2 $(BIN)/nox --session

# Looks for input that breaks a promise; runs each target for SECONDS (`make fuzz-reading` runs one).
# Whatever it finds stays in tests/found, and `make test` fails until it is fixed.
SECONDS ?= 20
fuzz: $(patsubst fuzz/targets/%.py,fuzz-%,$(wildcard fuzz/targets/[a-z]*.py))

fuzz-%: .venv-fuzz/installed
	.venv-fuzz/bin/python -m fuzz $* -max_total_time=$(SECONDS)

# Fuzzes every target for half an hour, one after the other, and keeps a record of each.
fuzz-records: .venv-fuzz/installed
	for target in $(patsubst fuzz/targets/%.py,%,$(wildcard fuzz/targets/[a-z]*.py)); do \
		.venv-fuzz/bin/python -m tests.campaigns.fuzzing $$target || exit 1; done

# Runs all tests on every installed Python (also those of pyenv), then updates the README's table.
# Known vulnerabilities are only reported, because they change from day to day.
test-all: test
	rm -rf build/compatibility
	PYENV_VERSION=$$(pyenv versions --bare 2>/dev/null | paste -sd: -) $(BIN)/nox
	$(BIN)/python -m tests.compatibility.table
	-$(MAKE) vulnerabilities

# Asks PyPI about known vulnerabilities of each locked version. Fails also if PyPI does not answer.
vulnerabilities: .venv/installed
	$(BIN)/uv tool run pip-audit --strict --require-hashes --disable-pip --requirement requirements-dev.lock

# Builds what is released into dist/, and looks at it as an index does.
package: .venv/installed
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl
	$(BIN)/pyroma --min 10 dist/*.tar.gz

# Asks for each address that the documentation links to.
links: .venv/installed
	$(BIN)/python -m tests.docs.external_links

# Writes the owner of the repository into all files that name it: `make owner OWNER=name`.
owner:
	test "$(OWNER)"
	git grep -lz OWNER -- . ':!Makefile' ':!tests' | xargs -0 perl -pi -e 's#OWNER(?=/mkdocs-speckit|\@users|\.github\.io)#$(OWNER)#g'

# Locks today's versions, with the hashes of their files, for every Python and system.
lock: .venv/installed
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock; make locked installs these, make alone the newest" --output-file requirements-dev.lock pyproject.toml requirements-dev.txt

# Installs the locked versions instead of the newest ones: `make locked test`.
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

# The tools of Node.js are left out where there is no npm.
.venv-bench/installed: pyproject.toml benchmarks/peers.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --editable . --requirement benchmarks/peers.txt
	if command -v npm; then npm install --silent --no-audit --no-fund --prefix .venv-bench/node \
		markdownlint-cli2@0.18 remark-cli@12 remark-preset-lint-recommended@7 @fission-ai/openspec@1.13.2; fi
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
	rm -rf dist .venv .venv-bench .venv-fuzz .venv-mutants .nox build demo_site/site demo_site/gallery demo_site/findings
