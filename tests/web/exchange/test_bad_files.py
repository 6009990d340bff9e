"""Files that are broken, hostile, too large or of another kind: each is refused with what to do."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.exchange.conftest import becomes, packed, refused, words, workbook

from holdfast.errors import InputError
from holdfast.web.exchange import workbook as workbooks
from holdfast.web.exchange.files import LARGEST, read_file
from holdfast.web.exchange.models import Import
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff
    from tests.web.exchange.conftest import Sender

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

pytestmark = pytest.mark.once  # files are refused by what they hold

HEAD = "Objective,Key result,Owner\n"
DOCTYPE = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><workbook>&c;</workbook>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.csv",
            "Objective,Key result\nKünden,Zufriedenheit\n".encode("cp1252"),
            "line 2: letters in another",
        ),
        ("a.csv", b"1,2,3\n4,5,6\n", "no row names them"),
        ("a.csv", b"Owner,Team\nBob,Success\n", "none holds sentences"),
        ("a.csv", b"Objective,Goal,Key result\nx,y,z\n", ""),
        ("a.csv", b'Objective,Key result\n"x,y\n' + b"z" * 200_000, "quotation mark"),
        ("a.csv", b"Objective\n" + b"x\n" * 20_001, "at most 20,000 rows"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", "no workbook that can be read"),
        ("a.xlsx", packed({"word/document.xml": "<a/>"}), "no workbook that can be read"),
        ("a.xlsx", packed({"xl/workbook.xml": DOCTYPE}), "declares a document type"),
        ("a.xlsx", packed({str(one): "" for one in range(2_001)}), "at most 2,000"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save it as .xlsx"),
        ("a.yaml", b"objectives:\n  - objectiv: Customers stay\n", "objectiv"),
        ("a.md", b"Hello there", ""),
        ("a.json", b'{"format": "holdfast", "version": 1, "objectives": [', "a.json"),
        ("a.json", b'{"format": "holdfast", "version": 1, "objectives": []}', "its end is missing"),
        ("a.json", b'{"format": "holdfast", "version": 9, "objectives": [], "complete": true}', "version 9"),
        (
            "a.json",
            b'{"format": "holdfast", "version": 1, "complete": true, "objectives": [{"text": 7}]}',
            "text",
        ),
        ("a.csv", b" \n", "it is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, said: str) -> None:
    if not said:
        read = _read_or_refused(content, name)
        assert read is not None
        return

    with pytest.raises(InputError) as caught:
        read_file(content, name=name, chosen={})

    assert said in str(caught.value)
    assert len(str(caught.value)) < 700


def _read_or_refused(content: bytes, name: str) -> object:
    try:
        return read_file(content, name=name, chosen={})
    except InputError as error:
        return error


def test_a_workbook_that_unpacks_to_far_more_than_it_seems_is_refused_while_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = packed(
        {
            "xl/workbook.xml": "<workbook/>",
            "xl/_rels/workbook.xml.rels": "<Relationships/>",
            "xl/worksheets/sheet1.xml": "<worksheet>" + " " * 8_000_000 + "</worksheet>",
        }
    )
    monkeypatch.setattr(workbooks, "UNPACKED", 1_000_000)

    with pytest.raises(InputError, match="unpacks to far more"):
        read_file(bomb, name="a.xlsx", chosen={})

    assert len(bomb) < 20_000


def test_a_workbook_whose_row_is_far_away_is_refused_before_it_is_filled_up() -> None:
    far = workbook([["Objective"], ["x"]])
    # The row's number is what would fill memory up; its cells may stay.
    files = packed(
        {
            "xl/workbook.xml": "<workbook/>",
            "xl/_rels/workbook.xml.rels": "<Relationships/>",
            "xl/worksheets/sheet1.xml": '<worksheet><row r="1048576"><c><v>1</v></c></row></worksheet>',
        }
    )

    assert read_file(far, name="a.xlsx", chosen={}).entries
    with pytest.raises(InputError, match="at most 20,000 rows"):
        read_file(files, name="a.xlsx", chosen={})


def test_a_file_over_the_limit_is_refused_by_name(
    as_: Callable[[Person], Client], staff: Staff, cycle: Cycle
) -> None:
    file = SimpleUploadedFile("large.csv", b"x" * (LARGEST + 1))

    answer = as_(staff.bob).post("/imports", {"file": file, "cycle": cycle.pk, "team": staff.success.pk})

    assert answer.status_code == 422
    assert "large.csv: it is larger than 10 MB. Expected at most 10 MB" in words(answer.content)
    assert not Import.objects.exists()


def test_of_a_much_larger_file_only_the_limit_is_kept_and_a_form_of_another_site_is_refused(
    staff: Staff, cycle: Cycle
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff.bob)
    sent = {"cycle": cycle.pk, "team": staff.success.pk}

    foreign = strict.post("/imports", {"file": SimpleUploadedFile("a.csv", b"Objective\nx\n"), **sent})
    form = words(strict.get("/exchange").content)
    token = strict.cookies["csrftoken"].value
    large = SimpleUploadedFile("large.csv", b"x" * (3 * LARGEST))
    own = strict.post("/imports", {"file": large, "csrfmiddlewaretoken": token, **sent})

    assert "Bring in" in form
    assert (foreign.status_code, own.status_code) == (403, 422)
    assert "larger than 10 MB" in words(own.content)
    assert not Import.objects.exists()


def test_ten_megabytes_of_one_sentence_are_read_in_seconds_and_the_row_is_refused(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    began = time.monotonic()

    plan = sender(staff.bob).plan(HEAD + "x" * 90_000 + ",Churn,Bob\n" + "y,z,Bob\n" * 15_000)

    assert refused(plan)[0][0] == 2
    assert time.monotonic() - began < 60


def test_scripts_markdown_and_right_to_left_text_stay_text(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    file = HEAD + '"<script>alert(1)</script>","[x](javascript:alert(1)) from 1 to 2",Bob\n'
    file += '"العملاء يبقون \u202e معنا","ارتفاع من 1 إلى 2","<b>"\n'
    row = sender(staff.bob).send(file, '<img src=x>".csv')

    page = sender(staff.bob).browser.get(f"/imports/{row.pk}").content.decode()
    sender(staff.bob).bring_in(file)

    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page
    assert [one.text for one in Objective.objects.order_by("pk")] == [
        "<script>alert(1)</script>",
        "العملاء يبقون \u202e معنا",
    ]


def test_a_formula_in_a_spreadsheet_is_a_sentence_like_others(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    sender(staff.bob).bring_in(HEAD + "'=cmd|' /C calc'!A0,'+1 churn from 1 to 2,Bob\n")

    result = KeyResult.objects.get()
    assert (result.objective.text, result.text) == ("=cmd|' /C calc'!A0", "+1 churn from 1 to 2")


def test_a_row_without_sentence_and_one_of_an_unknown_type_are_refused(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    plan = sender(staff.bob).plan("Id,Title,Type\n1,,Objective\n2,Two,Vision\n3,Three,\n4,Four,Objective\n")

    assert [(row, field, found) for row, field, found in refused(plan)] == [
        (2, "Sentence", "nothing"),
        (3, "Type of row", "Vision"),
        (4, "Type of row", "nothing"),
    ]
    assert becomes(plan.outcomes)[3] == (5, "objective", "new")


def test_numbers_that_no_database_holds_are_refused(sender: Callable[[Person], Sender], staff: Staff) -> None:
    file = "Objective,Key result,Target,Weight\nx,a,1e400,\nx,b,nan,\nx,c,1,-1\nx,d,1,0\n"

    plan = sender(staff.bob).plan(file)

    assert [(row, field) for row, field, _ in refused(plan)] == [(2, "Target"), (3, "Target"), (4, "Weight")]


def test_json_with_numbers_out_of_range_or_dates_that_are_none_is_no_error_of_ours(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    result = {
        "text": "x",
        "check_ins": [{"on": "2026-99-99"}, {"on": "2026-08-01", "value": 1}],
        "weight": -1,
    }
    tree = {
        "format": "holdfast",
        "version": 1,
        "objectives": [
            {"text": "y", "supports": [99], "key_results": [result, {"text": "z", "unit": "miles"}]}
        ],
        "complete": True,
    }

    plan = sender(staff.bob).plan(json.dumps(tree), "a.json")

    assert [(row, field) for row, field, _ in refused(plan)] == [(1, "Weight"), (1, "Unit")]


def test_an_import_that_is_sent_with_other_columns_than_it_has_is_shown_again(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    row = sender(staff.bob).send(HEAD + "x,y,Bob\n")
    sent = {"act": "bring in", "cycle": row.cycle_id, "team": row.team, "column-0": "key result"}
    sent["column-1"] = "key result"

    answer = sender(staff.bob).browser.post(f"/imports/{row.pk}", sent)

    assert answer.status_code == 422
    assert "two of them mean Key result" in words(answer.content)
    assert not Objective.objects.exists()
