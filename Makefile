# make demo   set everything up, code an example page, show its ledger
# make test   set everything up and run the tests
# make check  lint, types, import contracts
# make docs   build the docs site in build/site
# make fuzz   fuzz every reader of foreign bytes, FUZZ_SECONDS each (fuzz/README.md)
# make audit  check the locked packages: hashes, licences, known holes
# make sbom   write the bill of materials (CycloneDX) to build/sbom.json
# make all    install the engines (Ray, Spark), the MCP server and the generator of the docs site as well
# make train  rebuild the reading model (needs ../shared and the train extra)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
STAMP := $(VENV)/.installed

FUZZ_SECONDS ?= 60

.PHONY: demo test docs all check format wheel-test bench fuzz audit sbom train lock clean

demo: $(STAMP)
	@rm -rf build/demo-ledger
	@$(BIN)/newsledger code examples/strait.txt --date 2031-03-12 --publisher "Example Times" --ledger build/demo-ledger
	@echo
	@echo "The ledger is in build/demo-ledger. Ask it something:"
	@echo "  $(BIN)/newsledger query --ledger build/demo-ledger \"select event_type, count(*) from event_mentions group by all\""
	@echo "or read it in the browser:"
	@echo "  $(BIN)/newsledger serve --ledger build/demo-ledger"

test: $(STAMP)
	$(BIN)/pytest

docs: $(VENV)/.all
	$(BIN)/python -m docs.making
	$(BIN)/zensical build --clean
	@echo "The site is in build/site: open build/site/index.html"

all: $(VENV)/.all

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel-test: $(STAMP)
	sh tests/wheel.sh $(PYTHON) $(BIN)/python

bench: $(STAMP)
	for name in pages events gsr reader resolve names time_quantity places attribution certainty extract measures stories copies merging throughput html start_up; do echo "== $$name"; $(BIN)/python -m benchmarks.$$name --shared $(SHARED) || exit 1; done

fuzz: $(STAMP)
	@$(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/python -m pip install -q atheris || true
	$(BIN)/python -m fuzz.run --seconds $(FUZZ_SECONDS)

audit: $(STAMP)
	$(BIN)/python -m supply.audit

sbom: $(STAMP)
	$(BIN)/python -m supply.sbom --output build/sbom.json

train: $(VENV)/.train
	$(BIN)/python -m training.groundwork --shared $(SHARED) --out training/runs/groundwork --epochs 2 --lr 2.5e-4
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/first --groundwork training/runs/groundwork --epochs 5 --masked 0.05
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/second --go-on training/runs/first --mean --epochs 2 --lr 6e-5 --head-lr 5e-4 --seed 11 --masked 0.06
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/third --go-on training/runs/second --mean --epochs 3 --lr 1e-4 --head-lr 8e-4 --seed 13 --masked 0.05
	$(BIN)/python -m training.mpnet training/runs/mpnet
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/teacher --go-on training/runs/third --teacher training/runs/mpnet/model.safetensors --epochs 2 --lr 6e-5 --head-lr 4e-4 --decay 0.9 --average 0.995 --seed 17 --masked 0.05
	$(BIN)/python -m training.teach --shared $(SHARED) --most 40 --open-texts --out training/runs/lessons training/runs/teacher
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/fourth --go-on training/runs/third --lessons training/runs/lessons/lessons.pt --epochs 2 --lr 1.2e-4 --head-lr 8e-4 --seed 19 --masked 0.05
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/fifth --go-on training/runs/fourth --lessons training/runs/lessons/lessons.pt --epochs 2 --lr 1.4e-4 --head-lr 8e-4 --seed 23 --masked 0.05
	$(BIN)/python -m training.mean training/runs/taught training/runs/fifth training/runs/fourth training/runs/third
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/sixth --go-on training/runs/taught --lessons training/runs/lessons/lessons.pt --epochs 2 --lr 1.4e-4 --head-lr 8e-4 --seed 29 --masked 0.05
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/seventh --go-on training/runs/sixth --lessons training/runs/lessons/lessons.pt --epochs 3 --lr 1.4e-4 --head-lr 8e-4 --seed 31 --masked 0.05
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/teacher_again --go-on training/runs/teacher --epochs 1 --lr 5e-5 --head-lr 3e-4 --decay 0.9 --average 0.996 --seed 37 --masked 0.05
	$(BIN)/python -m training.teach --shared $(SHARED) --out training/runs/lessons_again training/runs/teacher_again
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/eighth --go-on training/runs/seventh --lessons training/runs/lessons_again/lessons.pt --epochs 4 --lr 1.4e-4 --head-lr 8e-4 --seed 41 --masked 0.05
	$(BIN)/python -m training.mean training/runs/mean training/runs/eighth training/runs/seventh
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/teacher_more --go-on training/runs/teacher_again --epochs 1 --lr 5e-5 --head-lr 3e-4 --decay 0.9 --average 0.996 --seed 43 --masked 0.05
	$(BIN)/python -m training.teach --shared $(SHARED) --out training/runs/lessons_more training/runs/teacher_more
	$(BIN)/python -m training.fit --shared $(SHARED) --out training/runs/ninth --go-on training/runs/mean --lessons training/runs/lessons_more/lessons.pt --epochs 2 --lr 1.4e-4 --head-lr 8e-4 --seed 47 --masked 0.05
	$(BIN)/python -m training.mean training/runs/latest training/runs/ninth training/runs/mean
	$(BIN)/python -m training.measures.fit --shared $(SHARED) training/runs/latest
	$(BIN)/python -m training.export training/runs/latest
	$(BIN)/python -m training.thresholds --shared $(SHARED) training/runs/latest
	$(BIN)/python -m training.card --shared $(SHARED) training/runs/latest

lock: $(VENV)/bin/python
	$(BIN)/python -m pip install -q uv==0.13.9
	$(BIN)/uv pip compile -q pyproject.toml --group dev --generate-hashes --python-version 3.11 -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --group dev --group docs --extra ray --extra spark --extra mcp -c requirements.lock --generate-hashes --python-version 3.11 -o requirements-all.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra train --group dev --group kb -c requirements.lock --python-version 3.11 -o requirements-train.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.all: $(STAMP) requirements-all.lock
	$(BIN)/python -m pip install -q --require-hashes -r requirements-all.lock
	@touch $@

$(VENV)/.train: $(STAMP) requirements-train.lock
	$(BIN)/python -m pip install -q -c requirements-train.lock --no-build-isolation -e ".[train]"
	@touch $@

clean:
	rm -rf build dist ledger .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
