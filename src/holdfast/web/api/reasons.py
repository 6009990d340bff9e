"""Why customers leave: the reasons as a job found them, the themes, and the texts to confirm."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from ninja import Path, Router, Status

from holdfast.reasons.taxonomy.model import Theme
from holdfast.web import clock
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.metrics import Asked
from holdfast.web.api.schemas.plain import Id
from holdfast.web.api.schemas.reasons import (
    ConfirmedAnswer,
    ReasonsAnswer,
    TextAnswer,
    TextTakenBack,
    TextTold,
    ThemeAnswer,
    ThemeStated,
    WayStated,
)
from holdfast.web.people.access import require
from holdfast.web.reasons.access import require_teacher
from holdfast.web.reasons.actions import ask_for_look
from holdfast.web.reasons.queries import last_look, reasons_page_of
from holdfast.web.reasons.teaching import confirm, pass_over, take_back
from holdfast.web.reasons.theme_queries import readable_themes, theme_named, waiting_texts
from holdfast.web.reasons.theming import choose_way, remove_theme, state_theme

if TYPE_CHECKING:
    from holdfast.web.reasons.theme_queries import ThemeLine

router = Router(tags=["reasons"])
READ, WRITE = Bearer("read"), Bearer("write")
ThemeName = Annotated[str, Path(min_length=1, max_length=80)]
Pk = Annotated[Id, Path()]


@router.get("/reasons", auth=READ, response={200: ReasonsAnswer, **PROBLEMS})
def read_reasons(request: HttpRequest) -> ReasonsAnswer:
    """Why customers leave, as a job last found it, with the version of the data and what went wrong since."""
    caller(request)
    look = last_look()
    return ReasonsAnswer(
        asked_at=look.asked_at,
        looked_at=look.looked_at,
        tried_at=look.tried_at,
        error=look.error,
        tables=look.tables,
        version=look.version,
        are_themes_newer=reasons_page_of(look).are_themes_newer,
        why=look.content or None,
    )


@router.post("/reasons/look", auth=WRITE, response={202: Asked, **PROBLEMS})
def look_again(request: HttpRequest) -> Status[Asked]:
    """Have a job read the texts and find the reasons anew, unless one is at it."""
    caller(request)
    return Status(HTTPStatus.ACCEPTED.value, Asked(is_new=ask_for_look(clock.now())))


@router.get("/themes", auth=READ, response={200: list[ThemeAnswer], **PROBLEMS})
def list_themes(request: HttpRequest) -> list[ThemeAnswer]:
    """The themes of the workspace, or those that every workspace begins with."""
    caller(request)
    return [_theme(line) for line in readable_themes()]


@router.put("/themes/{name}", auth=WRITE, response={200: ThemeAnswer, **PROBLEMS})
def put_theme(request: HttpRequest, name: ThemeName, sent: ThemeStated) -> ThemeAnswer:
    """Write a theme into the list, new or in the place of the one of its name. Of administrators."""
    require(caller(request), "administer")
    words = (" ".join(one.split()) for one in sent.words)
    stated = Theme(
        name, " ".join(sent.title.split()), " ".join(sent.description.split()), tuple(filter(None, words))
    )
    state_theme(actor(request), stated)
    return next(_theme(line) for line in readable_themes() if line.theme.name == name)


@router.delete("/themes/{name}", auth=WRITE, response={204: None, **PROBLEMS})
def delete_theme(request: HttpRequest, name: ThemeName) -> Status[None]:
    """Take a theme out of the list; what was confirmed for it stays. Of administrators."""
    require(caller(request), "administer")
    theme_named(name)
    remove_theme(actor(request), name)
    return Status(HTTPStatus.NO_CONTENT.value, None)


@router.get("/texts", auth=READ, response={200: list[TextAnswer], **PROBLEMS})
def list_texts(request: HttpRequest) -> list[TextAnswer]:
    """The texts of which the themes are least sure, masked, in the order of asking."""
    caller(request)
    return [TextAnswer(id=row.pk, text=row.words, suggested=row.suggested) for row in waiting_texts()]


@router.put("/texts/{pk}/themes", auth=WRITE, response={200: ConfirmedAnswer, **PROBLEMS})
def tell_text(request: HttpRequest, pk: Pk, sent: TextTold) -> ConfirmedAnswer:
    """Say what a text is about: it teaches the themes. Of contributors and editors of any team."""
    require_teacher(caller(request))
    told = confirm(actor(request), pk, sent.themes)
    return ConfirmedAnswer(text=told.words, themes=list(told.themes))


@router.post("/texts/{pk}/pass", auth=WRITE, response={204: None, **PROBLEMS})
def pass_text(request: HttpRequest, pk: Pk) -> Status[None]:
    """Leave a text to others; nothing where it was told already. Of contributors and editors of any team."""
    pass_over(actor(request), pk)
    return Status(HTTPStatus.NO_CONTENT.value, None)


@router.post("/texts/take-back", auth=WRITE, response={204: None, **PROBLEMS})
def take_back_text(request: HttpRequest, sent: TextTakenBack) -> Status[None]:
    """Forget what a text was said to be about; nothing where nobody had said it. Of those who may say it."""
    take_back(actor(request), sent.text)
    return Status(HTTPStatus.NO_CONTENT.value, None)


@router.put("/reasons/way", auth=WRITE, response={202: ReasonsAnswer, **PROBLEMS})
def put_way(request: HttpRequest, sent: WayStated) -> Status[ReasonsAnswer]:
    """Have themes told by words or by sentence embeddings; a job finds them anew. Of administrators."""
    choose_way(actor(request), sent.way)
    return Status(HTTPStatus.ACCEPTED.value, read_reasons(request))


def _theme(line: ThemeLine) -> ThemeAnswer:
    return ThemeAnswer(
        name=line.theme.name,
        title=line.theme.title,
        description=line.theme.description,
        words=list(line.theme.words),
        confirmed=len(line.confirmed),
        texts=line.reason.texts if line.reason else None,
    )
