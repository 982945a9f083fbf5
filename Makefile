# make            set up .venv, then run the studies of config/config.yaml to reports/index.html
# make help       what else there is
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
  $$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
  && echo $$python && exit; done; echo python3)
VENV := .venv
READY := $(VENV)/.ready
SNAKEMAKE = PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/snakemake --workflow-profile workflow/profiles/default --logger newsframing
# where a machine forbids it, every job would compile every module it imports again
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := run

.PHONY: run
run: $(READY) ## set up, then run the studies of config/config.yaml; STUDY=<id>: one study
	@$(SNAKEMAKE) $(if $(STUDY),--config studies=$(STUDY))

.PHONY: test
test: $(READY) ## set up, then all tests but those that make prove runs
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/python -m pytest --numprocesses 2 --dist loadfile -m "not slow"

.PHONY: reading
reading: $(READY) ## one article whole, its frames marked: STUDY=<id> ARTICLE=<article_id>; local, not to be passed on
	$(if $(and $(STUDY),$(ARTICLE)),,$(error name both: make reading STUDY=<id> ARTICLE=<article_id>))
	@$(SNAKEMAKE) --config studies=$(STUDY) -- data/processed/$(STUDY)/readings/$(ARTICLE).html

.PHONY: unlock
unlock: $(READY) ## after a run was killed: free the folder for the next one
	@$(SNAKEMAKE) --unlock

.PHONY: lint
lint: $(READY) ## style, types, Snakemake's own lint
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/snakefmt --check Snakefile workflow/rules
	@$(VENV)/bin/mypy
	@$(VENV)/bin/python -m newsframing.codebooks lint --faults
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/snakemake --lint

.PHONY: bench
bench: $(READY) ## some 40 minutes: times of the last run, stages at 1, 3 and 10 times the corpus, topic engines, peers beside them
	@$(VENV)/bin/python -m newsframing.bench benchmarks --scale config/config.yaml

.PHONY: publish
publish: $(READY) ## write the record that a paper cites: published/<id>/, tables and article hashes, no text; STUDY=<id>
	@$(VENV)/bin/python -m newsframing.replication publish "$(STUDY)"

.PHONY: verify
verify: $(READY) ## run STUDY=<id> again (all published without it), compare with its record: status 0 where identical
	@$(VENV)/bin/python -m newsframing.replication verify "$(STUDY)"

.PHONY: archive
archive: $(READY) ## write the deposit dist/<id>.zip, which unpacks and runs elsewhere: STUDY=<id>
	@$(VENV)/bin/python -m newsframing.replication archive "$(STUDY)"

.PHONY: new
# what is not given here is asked for, where somebody sits at a terminal
new: $(READY) ## start a study by a few questions, or STUDY=<id> FILES="my/*.csv" TITLE= QUESTION= FOCUS="dam, reservoir*" FORMAT=
	@$(VENV)/bin/python -m newsframing.starting "$(STUDY)" --files "$(FILES)" --title "$(TITLE)" --format "$(FORMAT)" \
	  --question "$(QUESTION)" --focus "$(FOCUS)"

.PHONY: times
times: $(READY) ## where the time goes: each stage of the last run, against its budget
	@$(VENV)/bin/python -m newsframing.bench benchmarks

.PHONY: calibrate
calibrate: $(READY) ## some minutes: repeat planted studies from frame scores onward; fails where an interval or a verdict errs too often
	@$(VENV)/bin/python -m newsframing.calibrate reports/planted/tables

# the tests that compare whole runs; gold studies take part where their files lie under data/raw (docs/calibration.md)
PROOFS := tests/e2e/test_smoke.py::test_two_projects_give_the_same_bytes tests/e2e/test_smoke.py::test_a_killed_run_resumes_to_the_same_bytes
GOLD = $(foreach study,gun-violence climate-narratives,$(if $(wildcard data/raw/$(study)/*.csv),$(study)))
EMPTY :=
COMMA := ,

# a finished study whose deposit is unpacked in an empty folder and verified there, environment and all
DEPOSIT := force-and-remedies

.PHONY: prove
prove: $(READY) ## the slow proofs, at most an hour: two clones, a killed run and an unpacked deposit give the same bytes, gold studies, calibration
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/python -m pytest -q $(PROOFS)
	$(if $(strip $(GOLD)),@$(SNAKEMAKE) --config studies=$(subst $(EMPTY) ,$(COMMA),$(strip $(GOLD))) -- $(GOLD:%=data/processed/%/gold.parquet))
	@$(VENV)/bin/python -m newsframing.prove reports/proofs.csv
	@$(SNAKEMAKE) --config studies=border-crisis,planted
	@PAGES_OF="border-crisis planted" $(VENV)/bin/python -m pytest -q tests/e2e/test_pages.py
	@$(MAKE) --no-print-directory run archive STUDY=$(DEPOSIT)
	@folder=$$(mktemp -d) && $(VENV)/bin/python -m zipfile -e dist/$(DEPOSIT).zip $$folder && \
	  $(MAKE) --no-print-directory -C $$folder/newsframing-$(DEPOSIT) verify STUDY=$(DEPOSIT); \
	  status=$$?; rm -rf "$$folder"; exit $$status
	@$(MAKE) --no-print-directory calibrate

.PHONY: fetch
fetch: $(READY) ## fetch the articles that STUDY=<id> names (no part of a run); keys: GUARDIAN_API_KEY, NEWSAPI_KEY
	@$(VENV)/bin/python -m newsframing.fetching $(STUDY)

.PHONY: sheets
sheets: $(READY) ## draw articles of STUDY=<id> for coding, a sheet a coder; CODEBOOK= CODERS=ab,cd N= HALF_WIDTH= WAVE= UNIT= OVERLAP= SHOW=
	@$(VENV)/bin/python -m newsframing.draw_sheets $(STUDY) --codebook="$(CODEBOOK)" --coders="$(CODERS)" --n="$(N)" \
	  --half-width="$(HALF_WIDTH)" --wave="$(or $(WAVE),main)" --unit="$(UNIT)" --overlap="$(OVERLAP)" --show="$(SHOW)"

.PHONY: register
register: $(READY) ## fix the plan of STUDY=<id> before its articles are coded; DATE=
	@$(VENV)/bin/python -m newsframing.register $(STUDY) --date="$(DATE)"

.PHONY: kwic
# every terminal has a TERM of its own: only one given on the command line is meant
kwic: $(READY) ## show a term in its context: STUDY=<id> TERM="air strike*"; writes it under data/processed/<id>/
	@$(VENV)/bin/python -m newsframing.frames.kwic "$(STUDY)" "$(if $(filter command,$(origin TERM)),$(TERM))"

.PHONY: proposals
proposals: $(READY) ## propose terms for the codebooks of STUDY=<id>, for a person to accept; nothing is applied
	@$(VENV)/bin/python -m newsframing.frames.proposals "$(STUDY)"

.PHONY: codebook
codebook: $(READY) ## look CODEBOOK=<id> through (all without it); STUDY=<id>: count its terms in that study's articles
	@$(VENV)/bin/python -m newsframing.codebooks lint $(CODEBOOK) $(if $(STUDY),--corpus $(STUDY))

.PHONY: handbook
handbook: $(READY) ## write CODEBOOK=<id> as a page for coders: reports/handbooks/<id>.html
	@$(VENV)/bin/python -m newsframing.codebooks handbook $(CODEBOOK)

.PHONY: docs
docs: $(READY) ## write config/README.md from the schemas and the rule graph into README.md
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/python workflow/docs.py

.PHONY: lock
lock: $(READY) ## solve requirements.in again into requirements.lock
	@$(VENV)/bin/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --no-header --quiet -o requirements.lock

.PHONY: lab
lab: $(READY) ## open Jupyter on the notebooks; STUDY=<id>: on those of its report as they ran, to be run again by hand
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/jupyter lab --ServerApp.root_dir="$(CURDIR)" \
	  --LabApp.default_url=/lab/tree/$(if $(STUDY),reports/$(STUDY)/notebooks,workflow/notebooks)

.PHONY: screenshots
screenshots: $(READY) ## take the pictures of the report in docs/screenshots/ anew, by headless Chromium; STUDY=<id>
	@$(VENV)/bin/python workflow/screenshots.py $(STUDY)

.PHONY: clean
clean: ## remove what runs have built; data/raw and .venv stay
	@rm -rf .snakemake logs benchmarks dist
	@find data/processed reports -mindepth 1 ! -name .gitkeep -delete

.PHONY: help
help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

$(READY): requirements.lock bootstrap.lock pyproject.toml workflow/setup_venv.py
	@$(PYTHON) workflow/setup_venv.py $(VENV)
	@touch $(READY)
