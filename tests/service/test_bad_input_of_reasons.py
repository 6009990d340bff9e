"""Every question about reasons on data as they come: it answers, or says what is wrong, and never breaks."""

# ruff: noqa: E501, RUF001 - forty languages, each as it is written

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

import holdfast
from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from holdfast.service.asking_reasons import Told
    from holdfast.service.workspace import Workspace

    Ask = Callable[[Workspace], Told]

ASKED: dict[str, Ask] = {
    "why": holdfast.why_customers_leave,
    "risk": holdfast.customers_at_risk,
    "drivers": holdfast.find_drivers,
    "survival": holdfast.survival_of,
    "worth": holdfast.worth_of_retention,
    "draft": holdfast.draft_okr,
}
CUSTOMERS, LEAVERS = 160, 60
SAME = "The export stops half way and the file is empty."
MAIL = (
    "<html><body><p>The invoice is wrong again.</p><p>Best regards,<br>Ada Byron<br>CFO, Firm</p>"
    "<blockquote>On Monday support wrote: please wait</blockquote></body></html>"
)
TALK = "Customer: The pages are slow.\nAgent: I am sorry that the importer fails, please restart it.\n"
# The first words of the declaration of human rights, or words like them, one line a language.
LANGUAGES = (
    "Die Seiten laden sehr langsam", "Les pages sont très lentes", "Las páginas son muy lentas",
    "Le pagine sono molto lente", "As páginas são muito lentas", "De pagina's zijn erg traag",
    "Sidorna är mycket långsamma", "Siderne er meget langsomme", "Sidene er veldig trege",
    "Sivut ovat hyvin hitaita", "Strony są bardzo wolne", "Stránky jsou velmi pomalé",
    "Stránky sú veľmi pomalé", "Strani so zelo počasne", "Stranice su vrlo spore", "Az oldalak nagyon lassúak",
    "Paginile sunt foarte lente", "Страниците са много бавни", "Страницы очень медленные",
    "Сторінки дуже повільні", "Οι σελίδες είναι πολύ αργές", "Sayfalar çok yavaş", "الصفحات بطيئة جدا",
    "הדפים איטיים מאוד", "صفحات بسیار کند هستند", "पृष्ठ बहुत धीमे हैं", "পৃষ্ঠাগুলি খুব ধীর", "பக்கங்கள் மிக மெதுவாக உள்ளன",
    "పేజీలు చాలా నెమ్మదిగా ఉన్నాయి", "หน้าเว็บช้ามาก", "Các trang rất chậm", "Halamannya sangat lambat",
    "Ang mga pahina ay mabagal", "Kurasa ni polepole sana", "ページがとても遅いです", "页面非常慢", "頁面非常慢",
    "페이지가 매우 느립니다", "Lapas ir ļoti lēnas", "Puslapiai labai lėti",
)  # fmt: skip


def write(folder: Path, **tables: Sequence[Sequence[object]]) -> Path:
    text = '[company]\nname = "Bad"\ntime_zone = "UTC"\ncurrency = "EUR"\n[data]\nas_of = 2025-12-01\n'
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        text += f'[tables.{name}]\nfiles = "{name}.csv"\n'
    (folder / "holdfast.toml").write_text(text)
    return folder


def customers(flag: Callable[[int], str] | None = None) -> list[list[object]]:
    more = [] if flag is None else ["churn_flag"]
    rows = [
        [f"c{n}", date(2024, 1, 1) + timedelta(days=n % 90), *([flag(n)] if flag else [])]
        for n in range(CUSTOMERS)
    ]
    return [["customer_id", "signed_at", *more], *rows]


def subscriptions(leavers: int) -> list[list[object]]:
    head = ["subscription_id", "customer_id", "started_at", "ended_at", "state"]
    rows: list[list[object]] = [[*head, "interval_months", "amount_minor", "currency"]]
    for n in range(CUSTOMERS):
        start = date(2024, 1, 1) + timedelta(days=n % 90)
        end = start + timedelta(days=120 + 7 * (n % 70)) if n < leavers else ""
        rows.append([f"s{n}", f"c{n}", start, end, "ended" if end else "active", 1, 5000, "EUR"])
    return rows


def tickets() -> list[list[object]]:
    """Half of them by one customer, three hundred the same, without text, in forty languages, of 5 MB."""
    texts: list[tuple[str, str]] = [(f"c{n % CUSTOMERS}", "") for n in range(40)]
    texts += [("c7", SAME)] * 300
    texts += [(f"c{n}", line) for n, line in enumerate(LANGUAGES)]
    texts += [("c9", "slow page " * 524_288), ("c10", MAIL), ("c11", TALK)]
    texts += [(f"c{n}", f"The import is slow today, number {n}.") for n in range(20, 120)]
    day = date(2024, 6, 1)
    rows = [[f"t{n}", who, day + timedelta(days=n % 300), 0, words] for n, (who, words) in enumerate(texts)]
    return [["ticket_id", "customer_id", "opened_at", "reopened", "text"], *rows]


def surveys() -> list[list[object]]:
    head: list[object] = ["survey_id", "customer_id", "kind", "sent_at", "answered_at", "score", "comment"]
    rows: list[list[object]] = [
        [f"v{n}", f"c{n}", "nps", "2025-01-01", "2025-01-02", n % 11, "."] for n in range(40)
    ]
    return [head, *rows]


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A company in which sixty left, with every kind of text."""
    folder = tmp_path_factory.mktemp("words")
    assert len(LANGUAGES) == 40
    write(
        folder,
        customers=customers(),
        subscriptions=subscriptions(LEAVERS),
        tickets=tickets(),
        surveys=surveys(),
    )
    with holdfast.open_workspace(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("nobody")
    with holdfast.open_workspace(
        write(folder, customers=customers(), subscriptions=subscriptions(0), tickets=tickets()[:50])
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("everybody")
    with holdfast.open_workspace(
        write(folder, customers=customers(), subscriptions=subscriptions(CUSTOMERS), tickets=tickets()[:50])
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
def flagged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The flag says the contrary of the subscriptions."""
    folder = tmp_path_factory.mktemp("flagged")
    told = customers(lambda n: "FALSE" if n < LEAVERS else "TRUE")
    with holdfast.open_workspace(
        write(folder, customers=told, subscriptions=subscriptions(LEAVERS), tickets=tickets()[:50])
    ) as opened:
        yield opened


def said(ask: Ask, workspace: Workspace) -> str:
    """The answer, or the error that takes its place: one that tells what to do."""
    try:
        return " ".join(ask(workspace).to_text().split())
    except InputError as error:
        return str(error) if error.expected or error.remedy else ""


@pytest.mark.parametrize("asked", ["why", "risk", "drivers", "survival"])
def test_texts_of_every_kind_break_nothing(words: Workspace, asked: str) -> None:
    assert said(ASKED[asked], words)


def test_why_says_what_became_of_each_kind_of_text(words: Workspace) -> None:
    told = said(ASKED["why"], words)

    for sentence in (
        "74 rows had no words, or nothing but a dot or a filler",
        "299 said again what the same customer had said, and count once",
        "In 1 text an agent's part was left out",
        "Of 1 text longer than 5,000 characters the beginning was read",
        "One customer wrote 30",
        "texts are in other languages than English",
    ):
        assert sentence in told, told
    assert "Ada Byron" not in told
    assert "importer fails" not in told


@pytest.mark.parametrize("asked", ASKED)
def test_nobody_left_is_said(nobody: Workspace, asked: str) -> None:
    told = said(ASKED[asked], nobody).lower()

    assert "nobody" in told or "0 left" in told


@pytest.mark.parametrize("asked", ASKED)
def test_everybody_left_is_said(everybody: Workspace, asked: str) -> None:
    told = said(ASKED[asked], everybody).lower()

    assert (
        "every" in told
        or "no customer" in told
        or "nobody" in told
        or "too few" in told
        or "cannot be measured" in told
    )


@pytest.mark.parametrize("asked", ["why", "risk", "drivers", "survival"])
def test_a_flag_that_contradicts_the_subscriptions_is_named(flagged: Workspace, asked: str) -> None:
    assert "churn_flag" in said(ASKED[asked], flagged)
