"""The environment of product pages: what a template may call, and how figures and dates read."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined, pass_context, select_autoescape

from holdfast.evidence.wording import chance_text
from holdfast.records.words import (
    NOT_SHOWN,
    column_words,
    count_text,
    day_text,
    is_withheld,
    maturity_text,
    period_text,
    range_text,
    segment_text,
)
from holdfast.report.outline import LEVEL_WORDS, headline, target_words
from holdfast.web import clock
from holdfast.web.company import company
from holdfast.web.look.addresses import address
from holdfast.web.look.browsers import browser_words
from holdfast.web.look.figures import NOTHING, aim, days_ago, figure, plural, since
from holdfast.web.look.markdown import definition_text, rich_text
from holdfast.web.look.marks import (
    STATUS_ICONS,
    avatar_mark,
    bar_mark,
    icon,
    initials,
    person_mark,
    status_mark,
)
from holdfast.web.look.navigation import navigation
from holdfast.web.look.sparkline import course
from holdfast.web.measurements.questions import question_words
from holdfast.web.objectives.row_marks import head_mark, row_mark, rows_mark
from holdfast.web.operations.queries import worker_is_missing
from holdfast.web.reviews.ways import name_of, ways_out

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from holdfast.records import Measurement
    from holdfast.units import Period

_ARTICLES = ("the ", "a ", "an ", "no ", "it ")
_JUST_NOW, _HOUR, _DAY = 90, 3600, 86400


def environment(**options: Any) -> Environment:  # noqa: ANN401 - Django hands on Jinja2's own options
    """The environment; a name that a template misspells fails, and is not shown as nothing."""
    made = Environment(  # noqa: S701 - autoescape stands among the options
        **{
            **options,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "autoescape": select_autoescape(
                disabled_extensions=("txt",), default=True, default_for_string=True
            ),
        }
    )
    made.globals |= {
        "static": asset,
        "url": address,
        "icon": icon,
        "status_icon": STATUS_ICONS.__getitem__,
        "status_mark": status_mark,
        "avatar_mark": avatar_mark,
        "person_mark": person_mark,
        "bar_mark": bar_mark,
        "row_mark": row_mark,
        "rows_mark": rows_mark,
        "head_mark": head_mark,
        "navigation": navigation,
        "get_messages": get_messages,
        "single_sign_on": single_sign_on,
        "worker_is_missing": worker_is_missing,
    }
    made.filters |= {
        "value": figure,
        "aim": aim,
        "day": day_text,
        "iso_day": iso_day,
        "period": period_words,
        "moment": moment_text,
        "moment_after": moment_after,
        "ago": ago,
        "since": since,
        "per_cent": per_cent,
        "chance": chance_text,
        "initials": initials,
        "plural": plural,
        "headline": headline,
        "level_word": LEVEL_WORDS.__getitem__,
        "target_words": target_words,
        "ways_out": ways_out,
        "finding_name": name_of,
        "rich": rich_text,
        "definition": definition_text,
        "range": range_words,
        "maturity": maturity_text,
        "counts": counts_words,
        "measured": measured_words,
        "segment": segment_text,
        "column": column_words,
        "course": course,
        "question": question_words,
        "browser": browser_words,
        "said": sentence,
        "capitalize_first": begun,
    }
    return made


@lru_cache(maxsize=256)
def asset(path: str) -> str:
    """The address of a style sheet, script or picture, whose name changes with what it holds."""
    return static(path)


def single_sign_on() -> str:
    """What the button of single sign-on says; empty where this deployment has none."""
    deployment = settings.DEPLOYMENT
    return deployment.oidc_name if deployment.oidc_issuer else ""


def counts_words(measured: Measurement) -> str:
    """What a measurement rests on, money in the company's currency."""
    return count_text(measured, currency=company().currency)


def measured_words(measured: Measurement) -> str:
    """A measured value, money in the company's currency; of one that is withheld, that it is."""
    return NOT_SHOWN if is_withheld(measured) else figure(measured.value, measured.unit)


def range_words(measured: Measurement) -> str:
    """The 95 % range of a measurement, money in the company's currency; a dash where there is none."""
    if measured.interval is None:
        return NOTHING
    return range_text(measured.interval, measured.unit, currency=company().currency)


def per_cent(share: float | None, absent: str = NOTHING) -> str:
    """A share in whole per cent."""
    return absent if share is None else f"{100 * share:.0f}%"


def sentence(text: object) -> str:
    """What an error says as a sentence: "the file: …" gets a capital, a name of a file stays as it is."""
    said = str(text)
    return said[:1].upper() + said[1:] if said.startswith(_ARTICLES) else said


def begun(text: str) -> str:
    """Words as the beginning of a sentence or title; what follows the first letter stays as it is."""
    return text[:1].upper() + text[1:]


def iso_day(text: str) -> str:
    """A date that was kept as ISO text, as people say it."""
    return day_text(date.fromisoformat(text))


def period_words(period: Period) -> str:
    """A period as people say it."""
    return period_text(period)


@pass_context
def moment_text(context: Context, moment: datetime) -> str:
    """An instant in the reader's own time zone, to the minute."""
    local = moment.astimezone(ZoneInfo(zone_of(context)))
    return f"{day_text(local.date())}, {local:%H:%M}"


@pass_context
def moment_after(context: Context, moment: datetime, earlier: datetime) -> str:
    """An instant that follows another: its hour alone where it is of the same day, for the reader."""
    zone = ZoneInfo(zone_of(context))
    local = moment.astimezone(zone)
    same = local.date() == earlier.astimezone(zone).date()
    return f"{local:%H:%M}" if same else moment_text(context, moment)


@pass_context
def ago(context: Context, moment: datetime | date) -> str:
    """How long ago, as people say it: ``just now``, ``3 hours ago``, ``yesterday``, a date."""
    if not isinstance(moment, datetime):
        return days_ago((clock.today(zone_of(context)) - moment).days, moment)
    seconds = (clock.now() - moment).total_seconds()
    if seconds < _JUST_NOW:
        return "just now"
    if seconds < _HOUR:
        return f"{seconds / 60:.0f} minutes ago"
    zone = ZoneInfo(zone_of(context))
    days = (clock.now().astimezone(zone).date() - moment.astimezone(zone).date()).days
    if days < 1:
        hours = round(seconds / _HOUR)
        return "1 hour ago" if hours <= 1 else f"{hours} hours ago"
    return days_ago(days, moment.astimezone(zone).date())


def zone_of(context: Context) -> str:
    """The reader's time zone: their own, else the company's."""
    request = context.get("request")
    own: str = getattr(getattr(request, "user", None), "time_zone", "") or ""
    return own or company().time_zone
