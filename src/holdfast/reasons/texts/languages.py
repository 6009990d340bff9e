"""Which language a text is in, by script and small words: enough to say what is not read."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from unicodedata import name

UNKNOWN = "und"

_WORD = re.compile(r"[^\W\d_]+")
_READ = 400
_SCRIPTS = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "THAI": "th",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
    "KHMER": "km",
    "MYANMAR": "my",
    "SINHALA": "si",
    "GUJARATI": "gu",
}
_UKRAINIAN = frozenset("іїєґ")


def language_of(text: str) -> str:
    """ISO 639-1 code of the likeliest language, ``und`` where no small word of any tells.

    >>> language_of("Die Rechnung ist nicht richtig und wir warten"), language_of("何もない")
    ('de', 'ja')
    """
    read = text[:_READ].lower()
    script = _script(read)
    if script:
        return script
    words = set(_WORD.findall(read))
    counts = {code: len(words & known) for code, known in _small_words().items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else UNKNOWN


def _script(text: str) -> str | None:
    """Of texts that are not in Latin letters."""
    if text.isascii():
        return None
    letters = [sign for sign in text if sign.isalpha()]
    scripts = [_SCRIPTS.get(name(sign, "").split(" ")[0].split("-")[0]) for sign in letters]
    foreign = [one for one in scripts if one]
    if len(foreign) * 2 <= len(letters):
        return None
    if "ja" in foreign:  # Japanese is written with Chinese signs too
        return "ja"
    most = max(sorted(set(foreign)), key=foreign.count)
    return "uk" if most == "ru" and _UKRAINIAN & set(text) else most


@lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    lines = Path(__file__).with_name("small_words.txt").read_text(encoding="utf-8").splitlines()
    return {line.partition(" ")[0]: frozenset(line.split()[1:]) for line in lines if line}
