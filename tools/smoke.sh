#!/bin/sh
# Installs the built wheel from the lock into an empty environment, without development tools, and uses it there.
set -eu
python=$1
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $python in /*) ;; *) python="$here/$python" ;; esac

cd "$here"
"$python" -m hatchling build -t wheel -d "$work/dist" >/dev/null 2>&1
"$python" -m venv "$work/venv"
pip="$work/venv/bin/python -m pip --disable-pip-version-check --quiet"
# Of most modules nothing is used here: Python compiles the others when it loads them.
$pip install --no-compile --require-hashes -r locks/run.txt
$pip install --no-compile --no-deps "$work"/dist/*.whl

cd "$work"
"$work/venv/bin/holdfast" --help >/dev/null
printf 'Objective: Keep customers\nKey results:\n1. Reduce churn from 8%% to 5%% by Q3\n' >okr.txt
"$work/venv/bin/holdfast" review okr.txt --fail-level never >review.txt
grep -q 'Keep customers' review.txt
"$work/venv/bin/holdfast" rules --format json >/dev/null
"$work/venv/bin/holdfast" rule K201 >rule.txt
grep -q 'Near miss' rule.txt
"$work/venv/bin/holdfast" metric nps >metric.txt
grep -q '^EXAMPLE' metric.txt
"$work/venv/bin/holdfast" demo-company company --customers 200 --seed 1 >/dev/null
"$work/venv/bin/holdfast" check --workspace company >/dev/null
"$work/venv/bin/holdfast" measure nps --workspace company >/dev/null
"$work/venv/bin/holdfast" serve --demo --prepare-only --workspace company >serve.txt
grep -q 'ada@demo.example' serve.txt
echo "The wheel works without development tools."
