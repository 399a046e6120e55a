#!/bin/sh
# Build the wheel, install it alone in a fresh environment outside the checkout, and run the command from there.
set -eu
base_python=$1
build_python=$2
root=$(pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$build_python" -m build --wheel --no-isolation --outdir "$folder/dist" "$root" >/dev/null
"$base_python" -m venv "$folder/venv"
grep -v '^-e' "$root/requirements.lock" > "$folder/requirements.lock"
"$folder/venv/bin/python" -m pip install -q --require-hashes -r "$folder/requirements.lock"
"$folder/venv/bin/python" -m pip install -q --no-deps "$folder"/dist/*.whl
cd "$folder"
"$folder/venv/bin/newsledger" --version
"$folder/venv/bin/newsledger" code "$root/examples/strait.txt" --ledger "$folder/ledger" --format jsonl --quiet > mentions.jsonl
test -s mentions.jsonl
"$folder/venv/bin/newsledger" query --ledger "$folder/ledger" "select count(*) as n from event_mentions"
echo "wheel: installed and ran"
