"""HTML mail as plain text: no markup, no styles, no quoted part."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_LOOKS = re.compile(
    r"<(?:!doctype|html|body|head|div|p|br|table|td|span|b|i|ul|li|a|font|style|blockquote|strong|em)\b[^>]{0,2000}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_HIDDEN = frozenset({"style", "script", "head", "title", "template"})
_QUOTED = re.compile(
    r"gmail_quote|gmail_signature|yahoo_quoted|moz-cite-prefix|moz-signature|divRplyFwdMsg|appendonsend"
)
_LINES = frozenset({"p", "div", "br", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "blockquote", "hr"})
_VOID = frozenset({"br", "img", "hr", "meta", "link", "input", "wbr", "col", "area", "base", "source"})


def plain(text: str) -> str:
    r"""The words of HTML mail, a line for each block; any other text as it is.

    >>> plain("<div>It <b>fails</b>&nbsp;again.</div><blockquote>We will look</blockquote>")
    'It fails\xa0again.'
    """
    if "<" in text and _LOOKS.search(text):
        reader = _Words()
        reader.feed(text)
        reader.close()
        return "".join(reader.words).strip()
    return unescape(text) if "&" in text and _ENTITY.search(text) else text


class _Words(HTMLParser):
    """Collects what a reader of the mail would take as the writer's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._skipped, self._depth = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Skip a quoted or hidden element with all that is in it, whatever of that is left open."""
        if self._skipped:
            self._depth += tag == self._skipped
        elif tag not in _VOID and (tag in _HIDDEN or tag == "blockquote" or _is_quoted(attrs)):
            self._skipped, self._depth = tag, 1
        if tag in _LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End of an element; blocks end a line."""
        if self._skipped:
            self._depth -= tag == self._skipped
            self._skipped = self._skipped if self._depth else ""
        elif tag in _LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._skipped:
            self.words.append(data)


def _is_quoted(attributes: list[tuple[str, str | None]]) -> bool:
    return any(name in {"class", "id"} and value and _QUOTED.search(value) for name, value in attributes)
