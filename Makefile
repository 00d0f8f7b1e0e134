# Everything one types here. Set-up happens by itself, once for each content of the lists it follows.

BIN := .venv/bin
# Containers often forbid it, and then each of the many processes that tests start compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE
contents = $(firstword $(shell cat $(1) | sha256sum))

# A stamp carries its list's check sum in its name: other contents, other stamp, and the set-up runs again.
PACKAGES := .setup/packages-$(call contents,installer/linux/apt-packages.txt)
LIBRARIES := .setup/libraries-$(call contents,requirements.txt)
PROGRAMS := .setup/programs-$(call contents,pyproject.toml)
TRANSLATIONS := $(patsubst %.ts,%.qm,$(wildcard resources/translations/*.ts))

UV_VERSION := 0.13.9
PIP_AUDIT_VERSION := 2.9.0

.PHONY: help run walk screens manuals manual-pictures test check lint types layers secrets sbom advisories fuzz stress proof bench package package-test rules failures requirements translations setup clean
.DELETE_ON_ERROR:

help: ## these lines
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

run: setup ## the counter in its training set-up (FRESH=1: with new data)
	@$(BIN)/kiosk run --training $(if $(FRESH),--fresh)

walk: setup ## the main job played with clicks and keys; pictures and papers in out/walk (TIMES=200: and its memory)
	@$(BIN)/kiosk walk $(if $(TIMES),--times $(TIMES))

screens: setup ## every page in each language, size and look, in out/screens (ONLY=order: pages that begin so; SCALE=1.5)
	@$(BIN)/kiosk screens $(if $(ONLY),--only $(ONLY)) $(if $(SCALE),--scale $(SCALE))

manuals: setup ## the manuals in both languages as HTML, in out/manuals
	@for one in zh:zh_TW en:en; do $(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -c docs/manual \
	    -d out/manuals/.doctrees/$${one%:*} -D language=$${one#*:} docs/manual/$${one%:*} out/manuals/$${one%:*} || exit 1; done

manual-pictures: screens ## the manuals' pictures anew, out of `make screens`
	@$(BIN)/python -m tests.plugins.manual_pictures out/screens docs/manual/pictures

test: setup ## all tests, with the coverage they must reach
	$(BIN)/pytest -n 2 --max-worker-restart 0 --cov --cov-report=
	@mkdir -p out
	@$(BIN)/coverage json --quiet -o out/coverage.json
	@$(BIN)/python -m tests.plugins.coverage_gate out/coverage.json tests/coverage_full.txt

check: lint types layers secrets test ## lint, types, layers, secrets and tests

lint: setup ## ruff
	$(BIN)/ruff check

types: setup ## mypy
	$(BIN)/mypy

layers: setup ## who imports whom
	$(BIN)/lint-imports --no-logo

secrets: setup ## no key, token or password in any file
	$(BIN)/python -m tests.plugins.secret_scan

sbom: setup ## what the product is made of, as CycloneDX: out/sbom.json
	@mkdir -p out
	@$(BIN)/python -m tests.plugins.sbom > out/sbom.json

advisories: setup ## known vulnerabilities of the pinned libraries, where an advisory source can be reached
	python3 -m venv .setup/advisories
	.setup/advisories/bin/pip install --quiet --disable-pip-version-check pip-audit==$(PIP_AUDIT_VERSION)
	@$(BIN)/python -m tests.plugins.advisories .setup/advisories/bin/pip-audit --require-hashes --disable-pip \
	    -r requirements.txt

fuzz: setup ## 100,000 hostile cards, and 1,000 insertions (about a quarter of an hour)
	$(BIN)/pytest -n 2 tests/cardreader/profiles/test_fuzz.py --hypothesis-profile=fuzz
	KIOSK_INSERTIONS=1000 $(BIN)/pytest -n 0 tests/cardreader/test_monitor.py -k flat

stress: setup ## central under many at once, and killed again and again (about five minutes)
	CENTRAL_STRESS=1 $(BIN)/pytest -n 0 -s --timeout 1500 -o faulthandler_timeout=0 tests/central/test_concurrency.py tests/central/test_faults.py

proof: setup ## sync's promises: 1,000 schedules of bad network, every crash to the job's end, a cut on each page (about a quarter of an hour)
	PROOF=1 $(BIN)/pytest -n 2 tests/proof tests/e2e/test_power_cut.py tests/services/test_rekey.py

bench: setup ## how long things take, beside others that do the same (about ten minutes; ONLY=sync: one part)
	@$(BIN)/python -m tests.benchmarks $(ONLY)

rules: setup ## write docs/rules.md from the programme's data and the rule book
	@mkdir -p out
	@$(BIN)/kiosk rules page > out/rules.md
	@mv out/rules.md docs/rules.md

failures: setup ## write docs/failures.md from the catalogue of failures
	@mkdir -p out
	@$(BIN)/kiosk failures page > out/failures.md
	@mv out/failures.md docs/failures.md

package: setup manuals ## the packages (.deb) of kiosk and central, in out/package
	@mkdir -p out/package
	@for one in kiosk central; do $(BIN)/pyinstaller --noconfirm --log-level ERROR --distpath out/package/dist \
	    --workpath out/package/work installer/$$one/$$one.spec || exit 1; done
	@$(BIN)/python installer/linux/build_packages.py out/package/dist out/manuals out/package

package-test: ## what `make package` has made is installed, played, upgraded and purged in a fresh Debian (as root)
	installer/linux/package-test out/package

requirements: $(PACKAGES) ## pin the libraries of pyproject.toml anew (UPGRADE=1: to their newest versions)
	python3 -m venv .setup/uv
	.setup/uv/bin/pip install --quiet uv==$(UV_VERSION)
	UV_CUSTOM_COMPILE_COMMAND="make requirements" .setup/uv/bin/uv pip compile pyproject.toml --group dev \
	    --python-version 3.11 --generate-hashes --no-strip-extras --quiet \
	    $(if $(UPGRADE),--upgrade) -o requirements.txt

translations: $(PROGRAMS) ## gather the texts of the pages; new ones wait for their English
	$(BIN)/pyside6-lupdate -extensions py kiosk/ui -source-language zh_TW -target-language en \
	    -locations none -no-obsolete -ts resources/translations/kiosk_en.ts

clean: ## remove what set-up and tests have made here
	rm -rf .venv .setup .coverage* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis out
	rm -f $(TRANSLATIONS)

setup: $(PROGRAMS) $(TRANSLATIONS) ## system packages, libraries, programs, translations

$(PACKAGES):
	installer/linux/install-packages
	@mkdir -p .setup
	@rm -f .setup/packages-*
	@touch $@

$(BIN)/python: | $(PACKAGES)
	python3 -m venv .venv

# What is used of them is compiled when it is first used: a quarter of their files.
$(LIBRARIES): $(BIN)/python
	$(BIN)/pip install --no-compile --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@rm -f .setup/libraries-*
	@touch $@

$(PROGRAMS): $(LIBRARIES)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@rm -f .setup/programs-*
	@touch $@

%.qm: %.ts $(LIBRARIES)
	$(BIN)/pyside6-lrelease -silent $< -qm $@
