# Watch It Learn. `make help` lists what can be made.
# Kept to what GNU make 3.81 (macOS) and a plain POSIX shell understand.

VENV   = .venv
BIN    = $(VENV)/bin
PYTHON =
PORT   = 8888
HOST   = localhost
ARGS   =
TESTS  = tests notebooks

# A stamp says: what pyproject.toml and constraints.txt ask for is installed.
LAB    = $(VENV)/.lab-installed
TEST   = $(VENV)/.test-installed
SITE   = $(VENV)/.site-installed
TEACH  = $(VENV)/.teach-installed
# npm's own: what package-lock.json asks for is installed.
NODE   = node_modules/.package-lock.json

.DEFAULT_GOAL = help
.PHONY: help lab test test-lowest test-colab lint lint-js format fetch record render slides handout site bench memory claims constraints hooks clean

help: ## list what can be made
	@echo "Watch It Learn: make WHAT, where WHAT is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile
	@echo "With lab: PORT=8890, HOST=0.0.0.0. With test: TESTS=tests/tools/test_links.py. With these and with"
	@echo "fetch, record and render: ARGS=\"...\". PYTHON=/path/to/python chooses what makes $(VENV)."

lab: $(LAB) ## open the course in JupyterLab (PORT=8888)
	@set -- --ServerApp.port=$(PORT) --ServerApp.ip=$(HOST) \
	  --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks/index.ipynb \
	  --LanguageServerManager.autodetect=False; \
	if [ "$$(id -u)" = 0 ]; then set -- "$$@" --allow-root; fi; \
	if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  echo "There is no screen here. Open the address below in a browser."; \
	  set -- "$$@" --no-browser; \
	fi; \
	exec $(BIN)/jupyter lab "$$@" $(ARGS)

# OMP_WAIT_POLICY: OpenMP threads that wait for each other give the cores to the other tests.
test: $(TEST) ## run every test: the helpers', the lessons', those in a browser
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	OMP_WAIT_POLICY=PASSIVE COURSE_QUICK=1 COURSE_USER_DIR="$$folder" \
	$(BIN)/python -m pytest $(TESTS) --nbval-lax --nbval-current-env \
	  --numprocesses=auto --maxprocesses=4 --dist=loadfile --durations=15 $(ARGS); \
	exit $$?

test-lowest: $(BIN)/uv ## test with the oldest releases that the list admits (PYTHON=python3.10)
	$(BIN)/uv venv --quiet --clear --python "$(or $(PYTHON),$(BIN)/python)" $(VENV)-lowest
	$(BIN)/uv pip install --quiet --python $(VENV)-lowest/bin/python --resolution lowest-direct \
	  -e ".[test]"
	@touch $(VENV)-lowest/.lab-installed $(VENV)-lowest/.test-installed
	$(MAKE) test VENV=$(VENV)-lowest ARGS='-m "not browser" $(ARGS)'

test-colab: $(BIN)/uv ## run the lessons with the versions that Colab has (PYTHON=python3.13)
	COLAB_PYTHON="$(PYTHON)" $(BIN)/python -m pytest tests/course/test_colab_versions.py --long $(ARGS)

lint: $(TEST) ## look for slips: ruff, the floors of the house, the JavaScript
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	@$(WITH_NPM) $(MAKE) lint-js; else $(NO_NPM); fi

lint-js: $(NODE) ## look at the JavaScript alone: slips, layout, types (needs npm)
	npm run --silent lint

format: $(TEST) ## lay the code out as ruff and Biome do, and mend what they can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	@$(WITH_NPM) $(MAKE) $(NODE) && npm run --silent format; else $(NO_NPM); fi

fetch: $(LAB) ## get the full data sets (ARGS="mnist" for one)
	$(BIN)/python -m helpers fetch $(ARGS)

record: $(LAB) ## make the shipped records again
	$(BIN)/python -m tools record $(ARGS)

render: $(TEST) ## run the lessons from top to bottom and store their outputs
	$(BIN)/python -m tools render $(ARGS)

slides: $(TEACH) ## make the lessons into slides, in build/slides (ARGS=3 for one)
	$(BIN)/python -m tools slides $(ARGS)

handout: $(TEACH) ## make the lessons for a class, without solutions, and for its teacher
	$(BIN)/python -m tools handout $(ARGS)

site: $(SITE) ## make the stored lessons into a site, in the folder site (ARGS="-o DIR")
	$(BIN)/python -m tools site $(ARGS)

bench: $(TEST) ## measure speed and memory (ARGS="--only drawing", ARGS=--write)
	@$(BIN)/python -m benchmarks $(ARGS)

memory: $(TEST) ## run every lesson at its full size in the memory that Binder gives
	$(BIN)/python -m pytest tests/course/test_memory.py --long -m long -rsP $(ARGS)

# loadgroup: a lesson's claims share what is trained for them.
claims: $(TEST) ## see whether what the lessons conclude is still so, for three seeds
	OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m pytest tests/course/claims --long \
	  --numprocesses=2 --dist=loadgroup --durations=15 $(ARGS)

constraints: $(TEST) ## write down the set of packages installed here as the known-good one
	$(BIN)/python .ci/constraints.py

hooks: $(TEST) ## run `make lint` before each commit
	$(BIN)/pre-commit install

clean: ## remove caches and builds; .venv stays
	rm -rf build dist site .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./$(VENV) -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) \
	  -type d -prune -exec rm -rf {} +

$(LAB): pyproject.toml constraints.txt $(BIN)/python
	@echo "Installing the course into $(VENV). The first time this takes some minutes."
	@$(INSTALL) -e ".[lab]"
	@# Or else JupyterLab's first word is a question about its news, on top of the course.
	@$(BIN)/jupyter labextension disable @jupyterlab/apputils-extension:announcements \
	  >/dev/null 2>&1 || true
	@touch $@

$(TEST): pyproject.toml constraints.txt $(LAB)
	@echo "Installing what the tests need into $(VENV)."
	@$(INSTALL) -e ".[test]"
	@touch $@

$(TEACH): pyproject.toml constraints.txt $(LAB)
	@echo "Installing what the slides need into $(VENV)."
	@$(INSTALL) -e ".[teach]"
	@touch $@

$(SITE): pyproject.toml constraints.txt $(LAB)
	@echo "Installing what the site needs into $(VENV)."
	@$(INSTALL) -e ".[site]"
	@touch $@

$(NODE): package.json package-lock.json .npmrc
	npm ci --no-audit --no-fund --silent
	@touch $@

WITH_NPM = if command -v npm >/dev/null 2>&1; then
NO_NPM = echo "There is no npm here: the JavaScript was not looked at."

$(BIN)/uv: $(TEST)
	@$(INSTALL) -e ".[versions]"
	@touch $@

# TensorFlow for Macs with an Intel processor ended at 2.16, so the known-good set is not for them.
INSTALL = case "$$(uname -sm)" in "Darwin x86_64") set -- ;; *) set -- -c constraints.txt ;; esac; \
  $(BIN)/python -m pip install --disable-pip-version-check --no-warn-script-location "$$@"

# A Python that TensorFlow has releases for, and that can make a virtual environment.
$(BIN)/python:
	@found=; usable=; \
	for python in $(PYTHON) python3.13 python3.12 python3.11 python3.10 python3 python; do \
	  "$$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' \
	    >/dev/null 2>&1 || continue; \
	  found=$${found:-$$python}; \
	  "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
	  usable=$$python; break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.10 to 3.13 is missing: 'sudo apt install python3 python3-venv' on Debian or Ubuntu, 'brew install python@3.13' on macOS." >&2; \
	  exit 1; \
	elif [ -z "$$usable" ]; then \
	  echo "Python's venv is missing: 'sudo apt install python3-venv' on Debian or Ubuntu." >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$usable" --version)."; \
	"$$usable" -m venv --clear $(VENV) || { rm -f $(BIN)/python; exit 1; }
