"""How long `holdfast review` of the seed OKR takes beyond the interpreter's own start, in the same run.

The two commands run in turn, so that a drift of the machine's speed meets both.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 25
LIMIT_SECONDS = 0.150
OKR = Path(__file__).with_name("seed_okr.txt")
COMPILE = Path(__file__).resolve().parents[2] / "tools" / "compile.py"


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    subprocess.run(
        [sys.executable, str(COMPILE)], check=True
    )  # as an installed package is after its first run
    bare = ["-c", "pass"]
    review = ["-m", "holdfast", "review", str(OKR), "--fail-level", "never"]
    pairs = [(seconds(bare), seconds(review)) for _ in range(RUNS + 1)][1:]
    extra = statistics.median(r - b for b, r in pairs)
    ratio = statistics.median(r / b for b, r in pairs)
    print(f"interpreter alone  median {statistics.median(b for b, _ in pairs) * 1000:6.0f} ms")
    print(f"holdfast review    median {statistics.median(r for _, r in pairs) * 1000:6.0f} ms")
    print(f"beyond its start   median {extra * 1000:6.0f} ms (limit {LIMIT_SECONDS * 1000:.0f})")
    print(f"review / bare      median {ratio:6.1f} of {RUNS} runs in pairs")
    sys.exit(extra > LIMIT_SECONDS)


if __name__ == "__main__":
    main()
