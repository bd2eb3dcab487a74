# The lines that CI runs, by name. `just` alone lists them.
python := ".venv/bin/python"

default:
    @just --list

pip := "python3 -m pip --python .venv/bin/python"
compile := "uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
    --group build --generate-hashes --no-strip-extras --no-emit-index-url \
    --custom-compile-command 'just lock'"

# a virtual environment with everything a contributor needs, in the versions of the lock
setup:
    python3 -m venv --without-pip .venv
    {{pip}} install --quiet --require-hashes -r requirements/dev.txt
    {{pip}} install --quiet --no-deps --no-build-isolation --editable .

# the newest versions into requirements/, and the oldest that pyproject.toml allows; needs uv
lock:
    {{compile}} --extra dev --output-file requirements/dev.txt
    {{compile}} --constraint requirements/dev.txt --output-file requirements/run.txt
    {{compile}} --extra dev --resolution lowest-direct --output-file requirements/oldest.txt

# the fast set of the tests, on all cores
test *ARGS:
    {{python}} -m pytest -n auto {{ARGS}}

# the bulk set: what the fast one leaves out, trials and properties with the counts of CI
trials-ci *ARGS:
    {{python}} -m pytest -q -n auto --dist worksteal --bulk {{ARGS}}

# the fast set in a random order: the same for the same SEED
shuffle SEED *ARGS:
    {{python}} -m pytest -q -n auto --random-order-bucket=global --random-order-seed={{SEED}} {{ARGS}}

# every trial with the counts of a release, and its table; takes most of an hour
trials:
    rm -rf build/trials
    DISCO_TRIALS_RESULTS=build/trials {{python}} -m pytest -q -n auto --dist worksteal --release tests/trials
    {{python}} -m tests.trials.table build/trials > docs/trials.md

# style, types, import contracts
lint:
    {{python}} -m ruff check .
    {{python}} -m ruff format --check .
    {{python}} -m mypy
    .venv/bin/lint-imports

# write store/schema.py, the generated pages and the README's tour anew from the program itself
docs:
    {{python}} docs/write_schema.py
    {{python}} -m cogapp -r -I docs docs/cli.md docs/json.md docs/notes.md README.md

# fails when a generated page is not what the program says now
docs-check:
    {{python}} -m cogapp --check --diff -I docs docs/cli.md docs/json.md docs/notes.md README.md

# cold start and scale, as ratios
bench *ARGS:
    {{python}} benchmarks/run.py {{ARGS}}

# what the tests do not reach
coverage:
    {{python}} -m coverage run -m pytest -q
    {{python}} -m coverage combine --quiet
    {{python}} -m coverage report
