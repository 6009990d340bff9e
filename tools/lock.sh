#!/bin/sh
# Writes the lock files: exact versions with hashes, for all platforms, without addresses.
# Needs uv on the PATH; run it after changing the dependencies in pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
lock() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --no-annotate "$@"
}
lock pyproject.toml --group build --output-file locks/run.txt
lock pyproject.toml --group dev --constraint locks/run.txt --output-file locks/dev.txt
# Peers that benchmarks run beside us: they need not agree with our own dependencies.
lock --group bench --output-file locks/bench.txt
# ClickHouse lies beside the environment: half a gigabyte that only its own tests need.
printf 'chdb>=4,<5\nchdb-core\n' | lock - --no-deps --output-file locks/clickhouse.txt
if grep -n '://' locks/*.txt; then
  echo "a lock file holds an address" >&2
  exit 1
fi
