"""Base forms of words: the singular of a noun, and every written form of a verb."""

from __future__ import annotations

from holdfast.review.reading.signs import APOSTROPHE

_KEEP_S = ("ss", "us", "is")
_UNCHANGED = frozenset(
    [
        "nps",
        "enps",
        "ces",
        "saas",
        "sms",
        "sales",
        "news",
        "series",
        "analytics",
        "previous",
        "always",
        "less",
        "basis",
        "status",
        "access",
        "business",
        "process",
        "success",
        "address",
        "across",
        "plus",
    ]
)
_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "analyses": "analysis",
    "crises": "crisis", "indices": "index", "criteria": "criterion", "leaves": "leave",
}  # fmt: skip
_VOWELS = frozenset("aeiou")
_SHORT = 3


def lemma_of(text: str) -> str:
    """Singular of a word in small letters; an acronym in capitals keeps its S (``NPS``)."""
    if text.lower().endswith(("'s", APOSTROPHE + "s")):
        return _lemma(text[:-2])
    return _lemma(text)


def _lemma(text: str) -> str:
    """The same for a word without the possessive's sign."""
    lower = text.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    is_plural_acronym = lower.endswith("s") and text[-1] == "s" and len(text) > _SHORT and text[:-1].isupper()
    if is_plural_acronym:
        return lower[:-1]
    if not lower.endswith("s") or len(lower) <= _SHORT or lower in _UNCHANGED or lower.endswith(_KEEP_S):
        return _short_plural(text, lower)
    if text.isupper():
        return lower
    if lower.endswith("ies"):
        return lower[:-3] + "y" if len(lower) > _SHORT + 1 else lower[:-1]
    return lower[:-2] if lower.endswith(("sses", "shes", "ches", "xes", "zes")) else lower[:-1]


def _short_plural(text: str, lower: str) -> str:
    """``CEs`` and ``APs`` are plurals although they are short."""
    is_plural = len(text) == _SHORT and text[:-1].isupper() and text[-1] == "s"
    return lower[:-1] if is_plural else lower


def verb_forms(bases: tuple[str, ...], irregular: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, str]]:
    """Written form to base form and shape, for every base and its regular and irregular forms."""
    forms: dict[str, tuple[str, str]] = {}
    for base in bases:
        for shape, written in _regular(base):
            forms.setdefault(written, (base, shape))
    for base, others in irregular.items():
        for written in others:
            forms[written] = (base, "ed")
    for base in bases:
        forms[base] = (base, "base")
    return forms


def _regular(base: str) -> tuple[tuple[str, str], ...]:
    """Shape and spelling of the regular forms; a final consonant may be doubled or not."""
    if base.endswith("e"):
        return (("s", base + "s"), ("ed", base + "d"), ("ing", base[:-1] + "ing"))
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return (("s", base[:-1] + "ies"), ("ed", base[:-1] + "ied"), ("ing", base + "ing"))
    plural = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    plain = (("s", plural), ("ed", base + "ed"), ("ing", base + "ing"))
    if base[-1] in _VOWELS or base[-2:-1] not in _VOWELS or base[-1] in "wxy":
        return plain
    return (*plain, ("ed", base + base[-1] + "ed"), ("ing", base + base[-1] + "ing"))


def participle_of(base: str, irregular: dict[str, str]) -> str:
    """Past participle of a verb: scheduled, held; a short verb doubles its last letter (planned)."""
    if base in irregular:
        return irregular[base]
    regular = [written for shape, written in _regular(base) if shape == "ed"]
    vowels = sum(letter in _VOWELS for letter in base)
    return regular[-1] if vowels == 1 else regular[0]
