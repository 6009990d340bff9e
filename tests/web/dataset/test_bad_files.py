"""What people send by mistake, or to do harm."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import signal
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.connect.arriving import Arriving, plain_name
from holdfast.errors import InputError, SourceError
from holdfast.web.dataset.arriving import receive
from holdfast.web.dataset.models import Arrival
from holdfast.web.dataset.tasks import tidy

from .conftest import ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.audit.actions import Actor
    from holdfast.web.people.models import Person

pytestmark = pytest.mark.once  # files are refused by what they hold

MB = 1_000_000


@pytest.fixture
def browser(as_: Callable[[Person | None], Client], staff: Staff) -> Client:
    """Of the administrator."""
    return as_(staff.alice)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/orders.csv", "orders.csv"),
        ("C:\\Users\\x\\orders.CSV", "orders.csv"),
        ("/etc/passwd/..//orders.csv", "orders.csv"),
        ("orders\x00.csv", "orders_.csv"),
        (".hidden.csv", "hidden.csv"),
        ("*[a].csv", "_a_.csv"),
        ("\u202eorders.csv", "_orders.csv"),
        (f"{'a' * 300}.csv", f"{'a' * 96}.csv"),
    ],
)
def test_a_name_cannot_leave_the_folder(given: str, kept: str) -> None:
    assert plain_name(given) == kept


@pytest.mark.parametrize(
    "given",
    ["holdfast.toml", "orders", "..", ".csv", "", "a.exe", "orders.csv/", "records.sqlite3", "a.xls"],
)
def test_a_name_of_another_form_is_refused(given: str) -> None:
    with pytest.raises(InputError):
        plain_name(given)


def test_12_mb_are_streamed_and_used(browser: Client, shop: Path) -> None:
    row = "o{0},c1,2026-03-01,12.50,sale\n"
    text = "order_id,customer_id,ordered_at,amount,kind\n" + "".join(row.format(i) for i in range(380_000))
    assert len(text) > 12 * MB

    page = browser.post(
        "/data/upload", {"file": SimpleUploadedFile("orders.csv", text.encode())}, follow=True
    )

    assert "380,000 rows, all of them fit" in page.content.decode()


def test_what_is_larger_than_the_limit_is_refused_and_leaves_nothing(
    browser: Client, shop: Path, settings: Settings
) -> None:
    settings.DEPLOYMENT.variables["HOLDFAST_UPLOAD_MB"] = "1"
    data = ORDERS.encode() + b"x" * 2 * MB

    answer = browser.post("/data/upload", {"file": SimpleUploadedFile("orders.csv", data)})

    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.content.decode()
    assert _left(shop) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("orders.csv", b"", "the file is empty"),
        ("orders.csv", b" \n \n", "the file is empty"),
        ("orders.csv", gzip.compress(b"a,b\n1,2\n", mtime=0), "a compressed file"),
        ("orders.csv", b"%PDF-1.7\n", "a PDF"),
        ("visits.csv", b"x" * 200_000, "its first row cannot be read"),
        ("visits.csv", b"a,b\r1,2\r", "each row on a line of its own"),
        ("orders.parquet", b"a,b\n1,2\n", "no Parquet file"),
        ("orders.parquet", b"PAR1 and nothing else", "not a Parquet file"),
        ("accounts.csv", b"a,b,A\n1,2,3\n", "names the column"),
        ("orders.json", b'{"a": 1', "malformed"),
        ("orders.xlsx", b"PK\x03\x04", "no workbook that can be read"),
        ("orders.xlsx", b"a,b\n1,2\n", "it is no workbook"),
        ("orders.ods", b"PK\x03\x04", "Save it as .xlsx"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    browser: Client, shop: Path, name: str, data: bytes, said: str
) -> None:
    answer = browser.post("/data/upload", {"file": SimpleUploadedFile(name, data)})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert _left(shop) == []


def test_an_archive_that_unpacks_to_gigabytes_is_never_unpacked(browser: Client, shop: Path) -> None:
    sheet = b"<worksheet><sheetData>" + b" " * 150 * MB
    packed = _workbook(sheet)
    assert len(packed) < MB

    answers = [
        browser.post("/data/upload", {"file": SimpleUploadedFile(name, packed)}).content.decode()
        for name in ("orders.xlsx", "orders.csv")
    ]

    assert "it unpacks to far more than it seems" in answers[0]
    assert "it is a spreadsheet or archive" in answers[1]
    assert _left(shop) == []


def test_the_first_sheet_of_a_workbook_is_read(browser: Client, shop: Path) -> None:
    cells = [
        f'<c t="inlineStr"><is><t>{name}</t></is></c>'
        for name in ("order_id", "customer_id", "ordered_at", "amount", "kind")
    ]
    row = (
        '<c><v>7</v></c><c t="inlineStr"><is><t>c1</t></is></c><c s="1"><v>46082.75</v></c><c><v>12.5</v></c>'
        '<c t="inlineStr"><is><t>sale</t></is></c>'
    )
    sheet = f"<worksheet><sheetData><row>{''.join(cells)}</row><row/><row>{row}</row></sheetData></worksheet>"

    sent = SimpleUploadedFile("orders.xlsx", _workbook(sheet.encode()))
    page = browser.post("/data/upload", {"file": sent}, follow=True)

    # 46,082 days and 18 hours after the 30th of December 1899.
    assert "1 row, all of them fit" in page.content.decode()
    key = str(Arrival.objects.get().key)
    text = (shop / ".holdfast" / "incoming" / key / "orders.csv").read_text()
    assert text.splitlines()[1] == "7,c1,2026-03-01 18:00:00,12.5,sale"


def test_a_broken_row_is_named(browser: Client, shop: Path) -> None:
    data = ORDERS.encode() + b"o3,c1,2026-05-03\n"

    page = browser.post("/data/upload", {"file": SimpleUploadedFile("orders.csv", data)}, follow=True)

    assert "orders.csv, row 4: the row has 3 fields" in page.content.decode()


def test_text_that_is_not_utf_8_is_read_as_latin_1_and_said_so(browser: Client, shop: Path) -> None:
    data = "customer_id,signed_at,plan\nMüller,2026-01-05,groß\n".encode("latin-1")

    page = browser.post("/data/upload", {"file": SimpleUploadedFile("accounts.csv", data)}, follow=True)

    assert "The text is not UTF-8 and is read as Latin-1" in page.content.decode()
    assert "groß" in page.content.decode()


def test_formulas_and_tags_are_shown_as_they_stand(browser: Client, shop: Path) -> None:
    data = ORDERS.encode() + b'"=HYPERLINK(1)",<script>alert(1)</script>,2026-01-01,1,sale\n'

    page = browser.post("/data/upload", {"file": SimpleUploadedFile("orders.csv", data)}, follow=True)

    assert "=HYPERLINK(1)" in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_nul_characters_are_refused_in_names_and_harmless_in_values(
    browser: Client, shop: Path, administrator: Actor
) -> None:
    named = browser.post(
        "/data/upload",
        {"file": SimpleUploadedFile("accounts.csv", b"customer_id,signed\0at,a\n1,2026-01-01,x\n")},
    )
    row = receive(administrator, "orders.csv", [ORDERS.encode() + b"o3,c1,2026-05-03,a\0b,sale\n"])

    assert named.status_code == 422
    assert "\0" not in json.dumps(row.found, ensure_ascii=False)
    assert row.found["faults"][0]["column"] == "amount_minor"


def test_names_of_columns_cannot_break_out_of_a_query(browser: Client, shop: Path) -> None:
    evil = 'x""); DROP TABLE orders; --\''
    data = f'"{evil}",customer_id,signed_at\n1,c1,2026-01-01\n'.encode()

    page = browser.post("/data/upload", {"file": SimpleUploadedFile("accounts.csv", data)}, follow=True)

    assert page.status_code == 200
    assert "all of them fit" in page.content.decode()


def test_a_disk_that_is_full_is_said_and_leaves_nothing(
    administrator: Actor, shop: Path, full_disk: None
) -> None:
    with pytest.raises(SourceError, match="cannot be written"):
        receive(administrator, "orders.csv", (b"x" * MB for _ in range(4)))

    assert _left(shop) == []
    assert not Arrival.objects.exists()


def test_an_upload_that_was_killed_is_forgotten_a_day_later(shop: Path, administrator: Actor) -> None:
    place = shop / ".holdfast" / "incoming" / "dead"
    code = (
        "import os, signal; from pathlib import Path; from holdfast.connect.arriving import Arriving\n"
        f"one = Arriving(Path({str(place)!r}), 'orders.csv', most=10**9)\n"
        "one.write(b'x' * 10**6); one._stream.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert not (place / "orders.csv").exists()

    tidy(administrator.at)
    young = place.exists()
    os.utime(place, (0, 0))
    tidy(administrator.at)

    assert (young, place.exists()) == (True, False)


def test_a_file_is_there_under_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    arriving = Arriving(tmp_path / "key", "orders.csv", most=MB)
    arriving.write(b"a,b\n")

    before = arriving.place.exists()
    arriving.finish()

    assert (before, arriving.place.read_bytes()) == (False, b"a,b\n")


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond 2 MB, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * MB, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


def _workbook(sheet: bytes) -> bytes:
    """A workbook of one sheet, whose style 1 is a date with a time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'
        )
        relations = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
        styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>'
        archive.writestr("xl/styles.xml", styles)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return made.getvalue()


def _left(folder: Path) -> list[str]:
    """What lies in the folder of files that wait."""
    incoming = folder / ".holdfast" / "incoming"
    return [path.name for path in incoming.iterdir()] if incoming.is_dir() else []
