"""Makes what an installed package has after its first run: bytecode, and what is made of files of words.

Usage: python tools/compile.py
"""

from __future__ import annotations

import compileall
import sys
from pathlib import Path

import holdfast

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "benchmarks" / "startup" / "seed_okr.txt"


def main() -> None:
    """Compile all modules, and review an OKR once, which reads every list."""
    compileall.compile_dir(ROOT / "src", quiet=2)
    sys.dont_write_bytecode = False  # whatever the environment says: this is the run that writes

    holdfast.review_okr(SEED.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
