"""Puts real output into the README, between its marks; a test holds the review to the program."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SEED_OKR = ROOT / "benchmarks" / "startup" / "seed_okr.txt"
SHOWN_LINES = 34


def output(*arguments: str) -> str:
    """What the program prints, 100 columns wide."""
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
    )
    if done.returncode > 1:
        raise RuntimeError(done.stderr)
    return done.stdout.rstrip()


def review() -> str:
    """The first screen of the seed OKR's review."""
    return "\n".join(output("review", str(SEED_OKR)).splitlines()[:SHOWN_LINES]).rstrip() + "\n…"


def measured() -> str:
    """A metric of the demo company by quarter."""
    with tempfile.TemporaryDirectory() as folder:
        company = str(Path(folder) / "demo")
        output("demo-company", company, "--seed", "7")
        asked = ("onboarding_completed", "--workspace", company, "--grain", "quarter", "--from", "2026-01-01")
        return output("measure", *asked)


def with_block(text: str, name: str, block: str) -> str:
    """The text with the block of that name replaced."""
    pattern = rf"(<!-- {name} -->\n```text\n).*?(\n```\n<!-- end -->)"
    return re.sub(pattern, lambda found: found[1] + block + found[2], text, flags=re.DOTALL)


if __name__ == "__main__":
    page = with_block(README.read_text(encoding="utf-8"), "review", review())
    README.write_text(with_block(page, "measured", measured()), encoding="utf-8")
    print("Wrote README.md.")
