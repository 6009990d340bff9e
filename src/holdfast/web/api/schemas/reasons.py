"""Why customers leave, and the themes that texts are told by."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from holdfast.web.api.schemas.plain import Name, Text, storable

Title = Annotated[
    str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True), AfterValidator(storable)
]
Told = Annotated[str, StringConstraints(max_length=400), AfterValidator(storable)]


class ReasonsAnswer(Schema):
    """What a job last found of why customers leave.

    Attributes:
        asked_at: When a look was last asked for; a job is at it while that is later than `tried_at`.
        looked_at: When one last succeeded; `tried_at` when one last succeeded or failed.
        error: What kept the last one; empty where nothing did. What was found before stays.
        tables: That were there to read.
        version: Of the data: the same rows of the same tables have the same.
        are_themes_newer: Themes or confirmed texts were changed since.
        why: As `holdfast why --format json` writes it; null where nothing holds what customers write.
    """

    asked_at: datetime | None
    looked_at: datetime | None
    tried_at: datetime | None
    error: str
    tables: list[str]
    version: str
    are_themes_newer: bool
    why: dict[str, Any] | None


class ThemeStated(Schema):
    """A theme in words; what is left out is empty."""

    title: Title
    description: Told = ""
    words: Annotated[list[Name], Field(max_length=500)] = []


class ThemeAnswer(Schema):
    """A theme of the list.

    Attributes:
        confirmed: Texts that somebody has confirmed for it.
        texts: In which it was last found; null where nobody has looked, or it was not found.
    """

    name: str
    title: str
    description: str
    words: list[str]
    confirmed: int
    texts: int | None


class TextAnswer(Schema):
    """A text of which the themes are least sure.

    Attributes:
        text: Masked.
        suggested: Names of the themes that fit it best, the best first.
    """

    id: int
    text: str
    suggested: list[str]


class TextTold(Schema):
    """What a text is about: names of themes, none where it is about none of them."""

    themes: Annotated[list[Name], Field(max_length=50)]


class ConfirmedAnswer(Schema):
    """A text whose themes somebody has confirmed, masked."""

    text: str
    themes: list[str]


class TextTakenBack(Schema):
    """The words of a text, as they were confirmed."""

    text: Annotated[Text, StringConstraints(min_length=1)]


class WayStated(Schema):
    """How themes are told: by the words of a text, or by embeddings of its sentences."""

    way: Literal["tfidf", "sentences"]
