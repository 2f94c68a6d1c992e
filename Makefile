# Everything the project does, in a few words. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
UV_VERSION := 0.9.0
BIOME := npx --yes @biomejs/biome@2.6.8
FLOOR := npx --yes --package eslint@9.39.1 --package eslint-plugin-es-x@9.4.0 --package eslint-plugin-compat@6.0.2 \
	--package postcss@8.5.6 --package @mdn/browser-compat-data@6.1.5 --
SCHEMATHESIS := schemathesis@4.32.5
PIP_AUDIT := pip-audit@2.10.1
HTML_CHECKER := vnu-jar@26.9.27
BIN := .venv/bin
ROOT := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
MANAGE := $(BIN)/python manage.py
JOBS ?= auto

.DEFAULT_GOAL := help
.PHONY: help run test loss faults hosts look html-checker old-engines check gates floor messages format figures bench bench-scale intervals drill api-check access sbom audit clean

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Preparing .venv (once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=$(UV_VERSION)"
	@touch $@

.venv/.run-ready: .venv/.made pyproject.toml uv.lock
	@echo "Installing what the site needs ..."
	@VIRTUAL_ENV= $(BIN)/uv sync --frozen --inexact --compile-bytecode --no-dev --quiet
	@touch $@

.venv/.dev-ready: .venv/.made pyproject.toml uv.lock
	@echo "Installing what development needs ..."
	@VIRTUAL_ENV= $(BIN)/uv sync --frozen --inexact --compile-bytecode --quiet
	@touch $@

# make hands on only TERM. After HUP or INT to it alone it waits, and catches that signal no more: then the site ends.
run: .venv/.run-ready ## Set up what is missing, load the starter content and serve on 127.0.0.1:$(PORT)
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} $(MANAGE) prepare --port $(PORT)
	@echo "Migrasi Aman is on http://127.0.0.1:$(PORT)/ (stop with Ctrl+C)"
	@$(MANAGE) db_worker -v 0 --no-reload --interval 3 & worker=$$!; \
		SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} $(BIN)/python -m cms.deployment.server --host 127.0.0.1 \
		--port $(PORT) --workers $(WORKERS) --blocking-threads 4 --log-level warning & site=$$!; \
		caught() { grep SigCgt /proc/$$PPID/status 2>/dev/null; }; before=$$(caught); code=0; \
		(while [ "$$(caught)" = "$$before" ]; do sleep 1; done; kill $$site $$worker) & watch=$$!; \
		end() { trap "" TERM HUP INT; kill $$site $$worker $$watch 2>/dev/null; wait; exit $$code; }; \
		trap end TERM HUP INT; wait $$site; code=$$?; end

test: .venv/.dev-ready ## Run the tests (DATABASE_URL, CACHE_URL, REQUIRE_BROWSER=1 and PYTEST="-k words" are honoured)
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(PYTEST)

loss: .venv/.dev-ready ## Run the long tests that no report is ever lost (about 15 minutes)
	@$(BIN)/python -m pytest -m loss -n $(JOBS) $(PYTEST)

faults: .venv/.dev-ready ## Take parts of a running site away, on both engines, and print what was noticed (ROUNDS=5)
	@$(BIN)/python -m pytest -m "faults and not hosts" -n 0 --no-cov -p no:cacheprovider -q $(PYTEST)

hosts: .venv/.dev-ready ## Take parts of two hosts behind nginx away, and print what was noticed (ROUNDS=5)
	@$(BIN)/python -m pytest -m hosts -n 0 --no-cov -p no:cacheprovider -q $(PYTEST)

html-checker: ## Fetch the checker of HTML by npm into var/tools; it needs Java
	@if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix var/tools $(HTML_CHECKER); \
		elif [ "$(REQUIRE_NODE)" = 1 ]; then echo "npm is missing: install Node.js with npm."; exit 1; \
		else echo "  skipped: the HTML checker comes by npm (Node.js)"; fi

look: .venv/.dev-ready html-checker ## Look at every public page in all its forms; pictures in var/look (LOOK=pairs: a sample)
	@$(BIN)/python -m pytest -m look -n $(JOBS) --dist worksteal $(PYTEST)

old-engines: .venv/.dev-ready ## Walk through the pages in Chromium 72 and 80, which npm fetches (3 minutes)
	@REQUIRE_NODE=1 $(BIN)/python -m pytest -m old_engines -n $(JOBS) $(PYTEST)

gates: .venv/.dev-ready ## Run every check but the tests
	@echo "lock file" && VIRTUAL_ENV= $(BIN)/uv lock --check --quiet
	@echo "format" && $(BIN)/ruff format --check --quiet .
	@echo "lint" && $(BIN)/ruff check --quiet .
	@echo "types" && ENVIRONMENT=test $(BIN)/mypy
	@echo "dependencies" && $(BIN)/deptry . >/dev/null 2>&1 || $(BIN)/deptry .
	@echo "templates" && git ls-files '*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	@echo "template lint" && $(BIN)/djlint --quiet --lint cms villages quizzes
	@echo "scripts and styles" && if command -v npx >/dev/null; then $(BIOME) ci --error-on-warnings --log-level=warn static \
		&& $(MAKE) --no-print-directory floor SCRIPTS=static/js STYLES="$$(echo static/css/*.css)"; \
		elif [ "$(REQUIRE_NODE)" = 1 ]; then echo "npx is missing: install Node.js with npm."; exit 1; \
		else echo "  skipped: Biome and ESLint check them, and they need npx (Node.js with npm)"; fi
	@echo "migrations" && ENVIRONMENT=test $(MANAGE) makemigrations --check --dry-run -v 0
	@echo "catalogues" && ENVIRONMENT=test $(MANAGE) check_catalogues
	@echo "production settings" && ENVIRONMENT=production SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))') \
		ALLOWED_HOSTS=example.org SITE_URL=https://example.org DATA_DIR=$$(mktemp -d) \
		CACHE_URL=redis://127.0.0.1:6379/0 $(MANAGE) check --deploy --fail-level WARNING

floor: # Refuse what the browsers of .browserslistrc do not have, in SCRIPTS and in STYLES
	@$(FLOOR) eslint --no-config-lookup --config $(ROOT)tests/browser_floor/scripts.cjs $(SCRIPTS)
	@$(FLOOR) node $(ROOT)tests/browser_floor/styles.cjs $(STYLES)

check: gates ## Run all gates: every check, then the tests with branch coverage
	@$(MAKE) --no-print-directory test PYTEST="--cov --cov-report=term:skip-covered $(PYTEST)"

messages: .venv/.dev-ready ## Collect the interface texts into locale/ and compile them (collecting needs gettext)
	@$(MANAGE) collect_messages

format: .venv/.dev-ready ## Format code, templates, scripts and styles
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@git ls-files '*.html' | xargs $(BIN)/djade --target-version 5.2 || true
	@command -v npx >/dev/null && $(BIOME) check --write static || true

bench: .venv/.dev-ready ## Measure speed, weight and memory against the budgets
	@$(BIN)/python -m tests.benchmarks.site
	@$(BIN)/python -m tests.benchmarks.outbox
	@$(BIN)/python -m tests.benchmarks.answers

intervals: .venv/.dev-ready ## Print how often intervals over villages hold the true value (3 minutes)
	@$(BIN)/python -m tests.benchmarks.intervals

figures: .venv/.dev-ready ## Print figures of the code base that its house rules hold
	@$(BIN)/python -m tests.support.code_figures

bench-scale: .venv/.dev-ready ## Measure how the site grows to 83,762 villages and a million sessions (15 minutes, 3 GB)
	@$(BIN)/python -m tests.benchmarks.scale

drill: .venv/.dev-ready ## Back up a site under writes and restore it on both engines, 5 rounds (DRILL_ROUNDS)
	@$(BIN)/python -m tests.benchmarks.drill

api-check: .venv/.dev-ready ## Let Schemathesis try the API of a running site: make api-check SITE=http://127.0.0.1:8000 KEY=...
	@$(BIN)/uvx $(SCHEMATHESIS) run $(SITE)/api/v1/openapi.json --header "Authorization: Bearer $(KEY)" \
		--exclude-checks negative_data_rejection,positive_data_acceptance --exclude-tag phones --max-examples 100

access: .venv/.dev-ready ## Write docs/access.tsv again: who gets what from every address (read the difference)
	@WRITE_ACCESS=1 $(BIN)/python -m pytest -n 0 -q -p no:cacheprovider tests/test_site_access.py

sbom: .venv/.dev-ready ## Write the bill of materials of the running site (CycloneDX) into var/sbom.json
	@$(BIN)/python -m cms.dependencies.bill $(BIN)/uv var/sbom.json

audit: .venv/.dev-ready ## Look up known weaknesses of all dependencies: 0 none, 1 some, 2 could not look up all of them
	@$(BIN)/python -m cms.dependencies.audit $(BIN)/uv $(BIN)/uvx $(PIP_AUDIT)

clean: ## Remove caches (never data in var/)
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis htmlcov .coverage
