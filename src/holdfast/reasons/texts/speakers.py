"""Talk between a customer and an agent in one text: the customer's turns alone."""

# ruff: noqa: E501 - one form of words a line

from __future__ import annotations

import re

_AGENT = (
    r"agent|support(?: agent| team| staff)?|advisor|adviser|representative|rep|operator|bot|chatbot|assistant|helpdesk|help desk"
    r"|service desk|team|staff|csr|kundenservice|berater(?:in)?|system|automatic reply|auto-?reply|internal note|note"
)
_CUSTOMER = r"customer|client|user|visitor|guest|requester|caller|consumer|buyer|me|kunde|kundin|cliente?"
_TURN = re.compile(
    rf"^[ \t]*[\[(*]{{0,2}}(?:(?P<agent>{_AGENT})|(?P<customer>{_CUSTOMER}))\b[^\n:\]()\[\d]{{0,40}}[\])*]{{0,2}}"
    r"(?:[ \t]*[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[ \t]?[ap]m)?[\])]?)?[ \t]*[:>][ \t]*",
    re.IGNORECASE | re.MULTILINE,
)


def customers_turns(text: str) -> str:
    r"""What the customer said, where turns are marked; the whole text where no agent's turn is.

    What stands before the first mark is the customer's: a ticket begins with its request.

    >>> customers_turns("Customer: It fails.\nAgent (10:05): Please restart it.\nCustomer: Still fails.")
    'It fails.\nStill fails.'
    """
    marks = list(_TURN.finditer(text))
    if not any(mark["agent"] for mark in marks):
        return text
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    turns = [text[: marks[0].start()]]
    turns += [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True) if mark["customer"]]
    return "\n".join(turn.strip() for turn in turns if turn.strip())
