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
# Sentence embeddings on the processor alone. On Linux the registry's PyTorch asks for the libraries of graphics cards,
# three gigabytes of them; its CPU build comes from PyTorch's own index, or from a file (docs/how-to/sentences.md).
torch=2.13.0
cpu_cp311_x86_64=6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
printf 'torch==%s\n' "$torch" | cat locks/run.txt - > locks/text.txt.constraints
lock pyproject.toml --extra text --constraint locks/text.txt.constraints --output-file locks/text.txt
rm locks/text.txt.constraints
awk -v torch="$torch" -v cpu="$cpu_cp311_x86_64" '
  /^[a-z]/ { of_cards = /^(nvidia-|cuda-|triton=)/ }
  of_cards { next }
  $1 == "torch==" torch {
    printf "torch==%s+cpu ; sys_platform == \047linux\047 \\\n    --hash=sha256:%s\n", torch, cpu
    $0 = "torch==" torch " ; sys_platform != \047linux\047 \\"
  }
  { print }
' locks/text.txt > locks/text.txt.new
mv locks/text.txt.new locks/text.txt
if grep -n '://' locks/*.txt; then
  echo "a lock file holds an address" >&2
  exit 1
fi
