"""What people write, as HTML: plain Markdown, with nothing in it that could run."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_SAFE = ("http:", "https:", "mailto:")


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
        ["image", "heading"]
    )
    reader.validateLink = lambda url: url.lower().startswith(_SAFE)  # type: ignore[method-assign]
    return reader


def rich_text(text: str) -> Markup:
    """A text as HTML: tags in it are shown as typed, pictures are left out, links lead to the web or a mail.

    >>> print(rich_text("**sure** <script>alert(1)</script> [x](javascript:alert(1))"))
    <p><strong>sure</strong> &lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))</p>
    <BLANKLINE>
    """
    made = _reader().render(text).replace("<a href=", '<a rel="nofollow noopener noreferrer" href=')
    return Markup(made)  # noqa: S704 - the reader escapes what it does not know as Markdown
