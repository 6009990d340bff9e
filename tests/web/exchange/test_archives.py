"""Archives of spreadsheets, as Viva Goals gives its export: brought in whole; traps are refused."""

from __future__ import annotations

import base64
import io
import json
import stat
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from tests.web.conftest import NOON
from tests.web.exchange.conftest import packed, words, workbook

from holdfast.errors import InputError
from holdfast.web.api.logging_in import LIMITER
from holdfast.web.audit.actions import Actor
from holdfast.web.exchange import archives
from holdfast.web.exchange.files import columns_in_file, read_file
from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.tokens.actions import make_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff
    from tests.web.exchange.conftest import Sender

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

VIVA = (Path(__file__).parent / "viva-goals.csv").read_text("utf-8")
HEAD, OBJECTIVE, *PARTS = VIVA.splitlines(keepends=True)
USERS = "Name,Email,Role,Team\nAlice,alice@x.example,Admin,Success\n"
EXPORT = packed(
    {
        "Viva Goals/OKRs Q3.csv": HEAD + OBJECTIVE + PARTS[0],
        "Viva Goals/Key results.csv": HEAD + OBJECTIVE + "".join(PARTS[1:]),
        "Viva Goals/users.csv": USERS,
        "Viva Goals/readme.txt": "Exported.",
        "__MACOSX/._OKRs Q3.csv": "\0\0",
    }
)


def test_an_archive_becomes_what_its_files_would_become_together(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    sender(staff.bob).bring_in(EXPORT, "VivaGoals.zip")

    stay, onboard = Objective.objects.order_by("pk")
    nps, churn = stay.key_results.order_by("position")
    [call] = nps.initiatives.all()
    assert (stay.text, list(onboard.supports.all())) == ("Customers stay", [stay])
    assert (nps.baseline, nps.target, churn.target) == (20, 50, 0.05)
    assert call.text == "Call everybody"
    assert [(one.on, one.value, one.changed) for one in nps.check_ins.all()] == [
        (date(2026, 8, 3), 22, ""),
        (date(2026, 8, 10), 27, "better; and more"),
    ]


def test_an_archive_and_its_files_one_by_one_make_no_doubles(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    sender(staff.bob).bring_in(VIVA, "VivaGoals_1.csv")

    plan = sender(staff.bob).plan(EXPORT, "VivaGoals.zip")

    assert (plan.number("new"), plan.number("refused"), plan.number("here already")) == (0, 0, 5)


def test_what_is_not_read_and_where_a_row_stands_is_said(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    wrong = packed({"a.csv": HEAD + OBJECTIVE, "b.csv": HEAD + OBJECTIVE + "7,Rise,,,,,,,,x,,,,Rocket\n"})

    row = sender(staff.bob).send(wrong, "VivaGoals.zip")
    page = words(sender(staff.bob).browser.get(f"/imports/{row.pk}").content)

    assert "Viva Goals export" in page
    assert "b.csv, row 3" in page
    assert "1 row of b.csv stands in a file before it too: read once." in page
    assert read_file(EXPORT, name="a.zip", chosen={}).left_out == (
        "Viva Goals/readme.txt is left out: it is no CSV file",
        "Viva Goals/users.csv is left out: its columns hold no objectives",
        "1 row of Viva Goals/Key results.csv stands in a file before it too: read once",
    )


def test_files_with_other_columns_are_put_below_each_other_by_name() -> None:
    other = "Title,Object Type,Id,Aligned To (weight, Objective ID),Period,Weight\n".replace(
        "Aligned To (weight, Objective ID)", '"Aligned To (weight, Objective ID)"'
    )
    file = packed({"a.csv": VIVA, "b.csv": f"{other}Renew early,Key result,9,(Id: 2295704),Q3 2026,3\n"})

    read = read_file(file, name="all.zip", chosen={})

    last = read.entries[-1]
    assert (last.text, last.key, last.above) == ("Renew early", "9", ("2295704",))
    assert (last.told["weight"], last.place) == (3.0, "b.csv, row 2")
    assert read.form == "viva"


def test_columns_of_an_archive_can_be_corrected_as_those_of_a_file() -> None:
    file = packed({"a.csv": "Objective,Objective,Goal text\nx,y,z\n"})

    columns = columns_in_file(file, name="a.zip", chosen={})
    read = read_file(file, name="a.zip", chosen={"0": "", "1": "", "2": "objective"})

    assert [(one.name, one.field) for one in columns] == [
        ("Objective", "objective"),
        ("Objective", ""),
        ("Goal text", ""),
    ]
    assert [one.text for one in read.entries] == ["z"]


def test_a_note_of_several_lines_is_one_check_in(sender: Callable[[Person], Sender], staff: Staff) -> None:
    cell = VIVA[VIVA.index("Checkin Date: 2026-08-10") : VIVA.index(",Checkin Date: 2026-08-03")]
    lines = cell.replace("Note: better;", "Note: better\nby far;")

    sender(staff.bob).bring_in(VIVA.replace(cell, f'"{lines}"'), "a.csv")

    said = KeyResult.objects.get(text="Raise NPS").check_ins.order_by("on").last()
    assert said is not None
    assert (said.value, said.changed) == (27, "better\nby far; and more")


def test_a_workbook_is_no_archive_whatever_its_name() -> None:
    book = workbook([["Objective", "Key result"], ["Customers stay", "Churn from 8 % to 5 %"]])

    assert read_file(book, name="okrs", chosen={}).form == "table"


def _with_flag(content: bytes, flag: int) -> bytes:
    """The archive with a flag set in both headers of its first file."""
    made = bytearray(content)
    made[6] |= flag
    made[content.index(b"PK\x01\x02") + 8] |= flag
    return bytes(made)


def _link() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        part = zipfile.ZipInfo("okrs.csv")
        part.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(part, "/etc/passwd")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 no archive", "no ZIP archive that can be read"),
        (EXPORT[: len(EXPORT) // 2], "no ZIP archive that can be read"),
        (packed({}), "no CSV file is in it"),
        (packed({"readme.txt": "Hello"}), "no CSV file is in it"),
        (packed({"users.csv": USERS}), "none of its CSV files holds objectives"),
        (packed({"a.csv": "Owner\n" + "x" * 200, "../../okrs.csv": VIVA}), "leads out of the archive"),
        (packed({"/etc/okrs.csv": VIVA}), "leads out of the archive"),
        (packed({"..\\okrs.csv": VIVA}), "leads out of the archive"),
        (packed({"C:\\okrs.csv": VIVA}), "leads out of the archive"),
        (_link(), "leads out of the archive"),
        (_with_flag(packed({"okrs.csv": VIVA}), 0x1), "locked by a password"),
        (packed({f"{one}.csv": "" for one in range(201)}), "at most 200"),
        (packed({"okrs.csv": "Title\n" + "\n" * 52_428_800}), "unpacks to far more"),
        (packed({"a.csv": HEAD + PARTS[1] * 15_000, "b.csv": HEAD + ",x\n" * 15_000}), "at most 20,000"),
        (
            packed({"okrs.csv": "Objective,Key result\nKünden,x\n".encode("cp1252")}),
            "letters in another encoding",
        ),
    ],
)
def test_an_archive_that_is_broken_or_a_trap_says_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_file(content, name="VivaGoals.zip", chosen={})

    assert said in str(caught.value)
    assert len(str(caught.value)) < 700
    assert columns_in_file(content, name="VivaGoals.zip", chosen={}) == ()


def test_a_small_archive_that_unpacks_to_much_is_refused_while_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "UNPACKED", 100_000)
    bomb = packed({f"{one}.csv": HEAD + " " * 60_000 for one in range(2)})

    with pytest.raises(InputError, match="unpacks to far more"):
        read_file(bomb, name="VivaGoals.zip", chosen={})

    assert len(bomb) < 3_000


def test_the_api_takes_an_archive_and_names_the_row_of_the_file_that_is_refused(
    staff: Staff, cycle: Cycle
) -> None:
    LIMITER.clear()
    token = make_token(Actor(staff.bob, "page", NOON), "a program", ["read", "write"], days=1)[1]
    client = Client(headers={"Authorization": f"Bearer {token}"})
    wrong = packed({"a.csv": HEAD + OBJECTIVE, "b.csv": HEAD + "7,Rise,,,,,,,,x,,,,Rocket\n"})
    sent = {"name": "VivaGoals.zip", "cycle": cycle.pk, "team": staff.success.pk}

    def post(content: bytes, **more: bool) -> tuple[int, Any]:
        body = {**sent, "content": base64.b64encode(content).decode(), **more}
        answer = client.post("/api/imports", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    looked, refused, made = post(wrong, dry_run=True), post(wrong), post(EXPORT)

    assert [(one["row"], one["where"]) for one in looked[1]["rows"]] == [
        (3, "b.csv, row 2"),
        (2, "a.csv, row 2"),
    ]
    assert (refused[0], refused[1]["where"]) == (422, "VivaGoals.zip, b.csv, row 2, Type of row")
    assert (made[0], made[1]["state"], len(made[1]["left_out"])) == (201, "done", 3)
