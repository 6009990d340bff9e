"""Where a mail's own words end: quoted replies, forwarded heads, signatures and disclaimers."""

# ruff: noqa: E501 - one form of words a line

from __future__ import annotations

import re

# From here on everything is somebody else's, or the same again.
_QUOTE_FROM = re.compile(
    r"^[ \t]*(?:"
    r"-{2,}\s?(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original)\b"
    r"|_{10,}[ \t]*$"
    r"|##- ?(?:please type|bitte geben|reply above)"
    r"|(?:on|am|le|el|il|op|den|em)\b[^\n]{4,200}(?:\n[^\n]{0,200})?\b(?:wrote|schrieb|a écrit|escribió|ha scritto"
    r"|schreef|skrev|escreveu)[^\n]{0,120}:[ \t]*$"
    r"|(?:from|von|de|da):[^\n]{1,300}\n[ \t]*(?:sent|date|to|gesendet|datum|an|envoyé|enviado|para|inviato)\b[^\n]{0,60}:"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$\n?", re.MULTILINE)
_SIGNATURE_FROM = re.compile(
    r"^[ \t]*(?:--[ \t]*$|__[ \t]*$"
    r"|(?:sent|get|gesendet|envoyé|enviado)\b[^\n]{0,12}\b(?:my|mein\w*|mon|mi|outlook)\b[^\n]{0,40}$"
    r"|(?:this|the information in this)\s(?:e-?mail|message|communication)\b[^\n]{0,80}\b(?:confidential|intended|privileged)\b"
    r"|diese e-mail enthält vertrauliche)",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(
    r"^[ \t]*(?:(?:best|kind|warm|many|with)\s(?:kind\s)?(?:regards|wishes|thanks)|regards|sincerely|yours\b[^\n]{0,12}|cheers"
    r"|thanks(?: again| in advance)?|thank you|thx|best|mit freundlichen grüßen|viele grüße|liebe grüße|beste grüße"
    r"|cordialement|bien à vous|saludos|atentamente|cordiali saluti|met vriendelijke groet)[ \t]*[,.!]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SHORT_LINE, _MOST_LINES = 60, 8


def own_words(text: str) -> str:
    r"""The text without what it quotes and without its signature.

    What comes after a closing line ("Best regards") goes where it is a few short lines, as names and titles
    are; a longer one is a postscript and stays. Where nothing would be left, the quotes stay: somebody who
    only forwards says something by it.

    >>> own_words("It fails again.\n\nBest regards,\nAnna\nCFO\n\nOn Mon, Ben wrote:\n> Try it")
    'It fails again.'
    """
    quote = _QUOTE_FROM.search(text)
    own = _QUOTED_LINE.sub("", text[: quote.start()] if quote else text)
    kept = _unsigned(own).strip()
    return kept or own.strip() or text.strip()


def _unsigned(text: str) -> str:
    found = _SIGNATURE_FROM.search(text)
    text = text[: found.start()] if found else text
    for closing in _CLOSING.finditer(text):
        after = [line for line in text[closing.end() :].splitlines() if line.strip()]
        if len(after) <= _MOST_LINES and all(len(line) <= _SHORT_LINE for line in after):
            return text[: closing.start()]
    return text
