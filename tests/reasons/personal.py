"""Texts with personal data in them, and texts that only look so: made from parts, with a seed."""

# ruff: noqa: E501 - forms read best one a line

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.privacy.cards import fits_check_digit
from holdfast.reasons.privacy.ibans import fits_checksum

if TYPE_CHECKING:
    import numpy as np

FIRST = [
    "anna",
    "ben",
    "chloé",
    "dmitri",
    "elif",
    "farid",
    "grace",
    "hiro",
    "inés",
    "jürgen",
    "kofi",
    "lena",
    "marta",
    "nils",
    "olu",
    "petra",
]
LAST = [
    "maier",
    "o'neil",
    "brandt",
    "garcía",
    "okafor",
    "müller-lüd",
    "smith",
    "tanaka",
    "dubois",
    "kowalski",
    "haddad",
    "yilmaz",
    "novák",
]
DOMAINS = (
    "firm.example", "mail.firm.co.uk", "example.org", "big-shop.de", "münchen.example", "a.b.c.example.io",
    "xn--bcher-kva.example", "uni.edu", "firm.technology", "sub.domain.travel",
)  # fmt: skip
FRAMES = (
    "Please write to {} about it.", "My new one is {}.", "{} does not work any more!", "Use {}, not the old one.",
    "Contact: {}\nThanks", "({})", "I gave you {} last week - why again?", "See <{}> for that", "It is:{}",
    "We changed it from x to {}; please confirm", "'{}' is what I typed", "<p>{}</p>", "Re: {}", "a {}",
)  # fmt: skip
_IBAN_COUNTRIES = {
    "DE": "nnnnnnnnnnnnnnnnnn", "GB": "aaaannnnnnnnnnnnnn", "FR": "nnnnnnnnnnccccccccccc" + "nn",
    "NL": "aaaannnnnnnnnn", "ES": "n" * 20, "IT": "a" + "n" * 10 + "c" * 12, "NO": "n" * 11, "PL": "n" * 24,
    "MT": "aaaa" + "n" * 5 + "c" * 18, "CH": "nnnnn" + "c" * 12, "SE": "n" * 20, "BE": "n" * 12,
}  # fmt: skip
_CARDS = (("4", 16), ("4", 13), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15), ("37", 15),
          ("36", 14), ("305", 14), ("6011", 16), ("65", 16), ("3528", 16), ("3589", 16), ("62", 16), ("5018", 16),
          ("6304", 16), ("4", 19), ("6759", 18))  # fmt: skip
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"


def email(rng: np.random.Generator) -> str:
    """An address as people type it."""
    first, last = (str(rng.choice(names)) for names in (FIRST, LAST))
    local = [f"{first}.{last}", f"{first}_{last}", f"{first[0]}{last}", f"{first}+tag", f"{first}{rng.integers(99)}",
             f"{first}-{last}", first, f'"{first} {last}"', f"{first.upper()}.{last.title()}"]  # fmt: skip
    place = str(rng.choice(DOMAINS))
    way = int(rng.integers(0, 20))
    at, dot = [(" (at) ", " (dot) "), ("[at]", "."), (" at ", " dot ")][way] if way < 3 else ("@", ".")
    name = first if way < 3 else local[rng.integers(len(local))]
    return f"{name}{at}{place.replace('.', dot)}"


def card(rng: np.random.Generator) -> str:
    """A number that a card could have, whole or in groups."""
    begin, length = _CARDS[rng.integers(len(_CARDS))]
    body = begin + digits(rng, length - 1 - len(begin))
    number = next(body + last for last in _DIGITS if fits_check_digit(body + last))
    return number if rng.random() < 0.4 else _in_groups(number, (4, 6, 5) if length == 15 else (4,) * 5, rng)


def iban(rng: np.random.Generator) -> str:
    """A number that an account could have, whole or in groups, at times in small letters."""
    country = str(rng.choice(list(_IBAN_COUNTRIES)))
    kinds = {"n": _DIGITS, "a": _LETTERS, "c": _LETTERS + _DIGITS}
    body = "".join(kinds[sign][rng.integers(len(kinds[sign]))] for sign in _IBAN_COUNTRIES[country])
    number = next(made for check in range(2, 99) if fits_checksum(made := f"{country}{check:02d}{body}"))
    number = number.lower() if rng.random() < 0.1 else number
    return number if rng.random() < 0.5 else _in_groups(number, (4,) * 9, rng)


def phone(rng: np.random.Generator) -> str:
    """A number that could be rung, as several countries write it."""
    some = [
        f"+49 {digits(rng, 3)} {digits(rng, 7)}", f"+1 ({rng.integers(200, 999)}) {digits(rng, 3)}-{digits(rng, 4)}",
        f"({rng.integers(200, 999)}) {digits(rng, 3)}-{digits(rng, 4)}",
        f"{rng.integers(200, 999)}-{digits(rng, 3)}-{digits(rng, 4)}",
        f"{rng.integers(200, 999)}.{digits(rng, 3)}.{digits(rng, 4)}",
        f"0{rng.integers(20, 999)} {digits(rng, 3)} {digits(rng, 4)}", f"0{rng.integers(20, 999)}/{digits(rng, 7)}",
        f"+44{rng.integers(1, 9)}{digits(rng, 9)}", f"0033 6 {' '.join(digits(rng, 2) for _ in range(4))}",
        f"+33 (0)6 {' '.join(digits(rng, 2) for _ in range(4))}", f"+1-{rng.integers(200, 999)}-{digits(rng, 3)}-{digits(rng, 4)}",
    ]  # fmt: skip
    return some[rng.integers(len(some))]


def harmless(rng: np.random.Generator) -> str:
    """A text without any personal datum, with what looks like one: dates, amounts, orders, versions."""
    some = (
        f"Order {digits(rng, 10)} of {rng.integers(1, 28)}.{rng.integers(1, 12)}.2026 has not come.",
        f"Invoice INV-2026-{digits(rng, 6)} over {rng.integers(1, 99)},{digits(rng, 3)}.{digits(rng, 2)} EUR is wrong.",
        f"Version {rng.integers(9)}.{rng.integers(20)}.{rng.integers(400)} crashed at 2026-10-{rng.integers(10, 28)} 14:05:33.",
        f"The totals are {digits(rng, 4)} {digits(rng, 4)} and {digits(rng, 4)} instead of 1 200 000.",
        f"Ticket #{digits(rng, 7)} was about server 192.168.{rng.integers(255)}.{rng.integers(255)}.",
        f"Tracking {digits(rng, 12)} says {rng.integers(1, 28)}/{rng.integers(1, 12)}/2026, we are at home.",
        f"We meet at the office at {rng.integers(8, 18)} and use @sales and #help in chat.",
        f"It took {rng.integers(2, 99)}-{rng.integers(100, 999)} seconds, 3 @ 4.50 each, SKU {digits(rng, 13)}.",
        f"GUID 4f{digits(rng, 6)}-{digits(rng, 4)}-4{digits(rng, 3)}-a{digits(rng, 3)}-{digits(rng, 12)} fails.",
        f"DE{digits(rng, 9)} is our VAT number; the account ends in {digits(rng, 4)}.",
        "How do I share the sales board with someone outside our company? It should be at least dot-free.",
    )  # fmt: skip
    return some[rng.integers(len(some))]


def framed(datum: str, rng: np.random.Generator) -> str:
    """The datum in a sentence."""
    return FRAMES[rng.integers(len(FRAMES))].format(datum)


def digits(rng: np.random.Generator, count: int) -> str:
    """So many digits."""
    return "".join(_DIGITS[number] for number in rng.integers(0, 10, count))


def _in_groups(number: str, sizes: tuple[int, ...], rng: np.random.Generator) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(number[at : at + size])
        at += size
    gap = (" ", "-", "\u00a0", ".")[int(rng.choice(4, p=[0.6, 0.25, 0.1, 0.05]))]
    return gap.join([*(piece for piece in pieces if piece)])
