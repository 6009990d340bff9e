"""Files as people send them, and how they are brought in."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.web.exchange.importing import look
from holdfast.web.exchange.models import Import

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.exchange.plans import Outcome, Plan
    from holdfast.web.people.models import Person


_SHEETS = (
    '<workbook xmlns:r="r"><sheets><sheet name="a" state="hidden" r:id="rId1"/>'
    '<sheet name="b" r:id="rId2"/></sheets></workbook>'
)
_PLACES = (
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>'
)


LOOSE = """\
Our OKRs of the quarter;;;;;
Goal;KR;Responsible;From;To;Dept.
Customers stay;Churn falls;bob@x.example;8 %;5 %;x
;NPS rises;Carol;20;50;x
"New customers; all of them";Start well from 50 to 70;;;;
"""


@dataclass
class Sender:
    """Somebody who sends files for Success and the cycle of the fixtures."""

    browser: Client
    cycle: int
    team: int

    def send(self, content: str | bytes, name: str = "okrs.csv") -> Import:
        """Send a file; it waits."""
        data = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, data)
        answer = self.browser.post("/imports", {"file": file, "cycle": self.cycle, "team": self.team})
        assert answer.status_code == 302, words(answer.content)
        return Import.objects.get(pk=int(answer["Location"].rsplit("/", 1)[1]))

    def plan(self, content: str | bytes, name: str = "okrs.csv") -> Plan:
        """What its import would do."""
        return look(self.send(content, name)).plan

    def bring_in(self, content: str | bytes, name: str = "okrs.csv", **chosen: str) -> Import:
        """Send a file and bring it in."""
        row = self.send(content, name)
        sent = {"cycle": self.cycle, "team": self.team, **chosen}
        self.browser.post(f"/imports/{row.pk}", {**sent, "act": "look"})
        seen = seen_on(self.browser.get(f"/imports/{row.pk}").content)
        answer = self.browser.post(f"/imports/{row.pk}", {**sent, "act": "bring in", "seen": seen})
        assert answer.status_code == 302, words(answer.content)
        row.refresh_from_db()
        return row


@pytest.fixture
def sender(as_: Callable[[Person], Client], staff: Staff, cycle: Cycle) -> Callable[[Person], Sender]:
    def of(person: Person) -> Sender:
        return Sender(as_(person), cycle.pk, staff.success.pk)

    return of


def seen_on(page: bytes) -> str:
    """The digest of what a preview shows."""
    found = re.search(rb'name="seen" value="([0-9a-f]{64})"', page)
    return found[1].decode() if found else ""


def words(content: bytes) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content.decode())).split())


def refused(plan: Plan) -> list[tuple[int, str, str]]:
    """Row, field and what was found of all refusals."""
    return [(one.row, why.field, why.found) for one in plan.outcomes for why in one.refusals]


def becomes(outcomes: Sequence[Outcome]) -> list[tuple[int, str, str]]:
    """Row, kind and what each row becomes."""
    return [(one.row, one.kind, one.becomes) for one in outcomes]


def workbook(
    rows: Sequence[Sequence[str | float | bool | None]], *, styles: str = "", dressed: str = ""
) -> bytes:
    """An Excel workbook with one sheet; texts are shared ones, as Excel writes them.

    Args:
        rows: Of the sheet.
        styles: Content of ``cellXfs``.
        dressed: Reference of a cell that has the style 1.
    """
    texts: list[str] = []
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for at, value in enumerate(row):
            place = f"{chr(65 + at)}{number}"
            if value is None:
                continue
            style = ' s="1"' if place == dressed else ""
            if isinstance(value, bool):
                cells.append(f'<c r="{place}" t="b"><v>{int(value)}</v></c>')
            elif isinstance(value, str):
                texts.append(value)
                cells.append(f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>')
            else:
                cells.append(f'<c r="{place}"{style}><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    shared = "".join(f"<si><t>{escape(one)}</t></si>" for one in texts)
    parts = {
        "workbook": _SHEETS,
        "_rels/workbook.xml.rels": _PLACES,
        "worksheets/sheet2": f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>",
        "sharedStrings": f"<sst>{shared}</sst>",
        "styles": f'<styleSheet><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
    }
    return packed({f"xl/{name}" if "." in name else f"xl/{name}.xml": text for name, text in parts.items()})


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()
