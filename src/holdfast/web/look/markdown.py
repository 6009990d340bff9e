"""What people write, as HTML: plain Markdown, with nothing in it that could run."""

from __future__ import annotations

import re
from functools import lru_cache

from django.urls import reverse
from markdown_it import MarkdownIt
from markupsafe import Markup

_SAFE = ("http:", "https:", "mailto:")
_METRIC = re.compile(r"\]\((\w+)\.md\)")
_PAGE = re.compile(r"\[([^\]]*)\]\([^)\s]*\.md[^)]*\)")


@lru_cache(maxsize=2)
def _reader(more: str = "") -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
        ["image", "heading"]
    )
    safe = (*_SAFE, more) if more else _SAFE
    reader.validateLink = lambda url: url.lower().startswith(safe)  # type: ignore[method-assign]
    return reader


def rich_text(text: str) -> Markup:
    """A text as HTML: tags in it are shown as typed, pictures are left out, links lead to the web or a mail.

    >>> print(rich_text("**sure** <script>alert(1)</script> [x](javascript:alert(1))"))
    <p><strong>sure</strong> &lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))</p>
    <BLANKLINE>
    """
    made = _reader().render(text).replace("<a href=", '<a rel="nofollow noopener noreferrer" href=')
    return Markup(made)  # noqa: S704 - the reader escapes what it does not know as Markdown


def definition_text(text: str) -> Markup:
    """The words of a metric as HTML: what they say of another metric leads to its page here."""
    pages = reverse("metrics")
    linked = _PAGE.sub(r"\1", _METRIC.sub(lambda found: f"]({pages}/{found[1]})", text))
    return Markup(_reader(f"{pages}/").render(linked))  # noqa: S704 - as above
