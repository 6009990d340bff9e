"""What customers wrote, and what around it they did not."""

from __future__ import annotations

from time import process_time

import pytest

from holdfast.reasons.texts.cleaning import MOST_CHARACTERS, cleaned
from holdfast.reasons.texts.languages import language_of

MAIL = """<html><head><style>p {color: red}</style><title>Re</title></head><body>
<p>The sync <b>fails</b> again &amp; again.</p><div>We need help.<br>Soon.</div>
<div class="gmail_signature">Anna Maier<br>CFO</div>
<div class="gmail_quote">On Mon, 5 Oct 2026 Ben wrote:<blockquote><p>Please restart it.</blockquote></div>
</body></html>"""


def test_html_mail_is_read_without_markup_styles_signature_and_quote() -> None:
    assert cleaned(MAIL).words == "The sync fails again & again.\nWe need help.\nSoon."


def test_an_element_left_open_inside_a_quote_does_not_swallow_what_comes_after_it() -> None:
    assert cleaned("<blockquote><p>They said<div>no</blockquote><p>I say yes").words == "I say yes"


@pytest.mark.parametrize(
    "tail",
    [
        "\n\nBest regards,\nAnna Maier\nHead of Finance\nFirm Ltd",
        "\n-- \nAnna Maier",
        "\n\nSent from my iPhone",
        "\nThanks!\nAnna",
        "\n\nMit freundlichen Grüßen\nAnna Maier",
        "\n\nOn Mon, 5 Oct 2026 at 10:05, Ben <ben@firm.example> wrote:\n> Did you restart?\n> Ben",
        "\n\nAm 05.10.2026 schrieb Ben:\nHaben Sie neu gestartet?",
        "\n\n-----Original Message-----\nFrom: Ben\nSent: Monday\nWe look into it.",
        "\n\nFrom: Ben\nSent: Monday, October 5\nTo: Anna\nSubject: Sync\nWe look into it.",
        "\n> quoted\n> lines",
        "\n\nThis e-mail is confidential and intended for the recipient.\nIf you are not, delete it.",
        "\n##- Please type your reply above this line -##\nearlier",
    ],
)
def test_signatures_quotes_and_disclaimers_are_cut(tail: str) -> None:
    assert cleaned("The export is empty." + tail).words == "The export is empty."


def test_a_postscript_after_the_closing_stays() -> None:
    text = "It fails.\nThanks,\nAnna\nPS: It also fails for our colleagues in Berlin, and for all the others."

    assert "colleagues in Berlin" in cleaned(text).words


@pytest.mark.parametrize(
    "text",
    [
        "Customer: It fails.\nAgent: Please restart it.\nCustomer: It still fails.",
        "It fails.\nSupport Team (10:05): Please restart it.\nCustomer (10:07): It still fails.",
        "[Visitor] 10:05: It fails.\n[Bot] 10:06: Please restart it.\n[Visitor] 10:07: It still fails.",
    ],
)
def test_agents_turns_are_left_out(text: str) -> None:
    found = cleaned(text)

    assert found.words == "It fails.\nIt still fails."
    assert found.has_agent


def test_a_customer_who_writes_of_support_is_no_agent() -> None:
    text = "The support was slow.\nNote that we pay for it.\nSystem errors everywhere."

    assert cleaned(text) == (text, False, False)


@pytest.mark.parametrize(
    "text", [".", " - ", "", "...", "n/a", "N/A.", "No comment", "😀", "12", "<p></p>", "x"]
)
def test_a_dot_or_a_filler_says_nothing(text: str) -> None:
    assert not cleaned(text).words


@pytest.mark.parametrize("text", ["ok so", "遅い", "太贵", "Zu teuer", "No integration"])
def test_a_few_words_say_something(text: str) -> None:
    assert cleaned(text).words == text


@pytest.mark.parametrize(
    "piece", ["word ", "<div>", "a", "> q\n", "Best regards,\n", "Agent: x\n", "<p>x ", "&amp;"]
)
def test_five_megabytes_are_cut_and_take_no_time(piece: str) -> None:
    text = "It fails. " + piece * (5_000_000 // len(piece))

    start = process_time()
    found = cleaned(text)

    assert process_time() - start < 2
    assert found.is_cut
    assert len(found.words) <= MOST_CHARACTERS
    assert found.words.startswith("It fails.")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We can not see the report since Monday", "en"),
        ("Die Rechnung ist nicht richtig und wir warten", "de"),
        ("La facture ne correspond pas à notre commande", "fr"),
        ("La factura no es correcta y la necesitamos", "es"),
        ("Il prezzo è troppo alto per noi", "it"),
        ("O preço não está certo para nós", "pt"),
        ("De rekening is niet goed en wij wachten", "nl"),
        ("Faktura nie jest poprawna i się martwimy", "pl"),
        ("Счёт неправильный", "ru"),
        ("Рахунок неправильний, її немає", "uk"),
        ("請求書が間違っています", "ja"),
        ("发票不对", "zh"),
        ("송장이 잘못되었습니다", "ko"),
        ("الفاتورة خاطئة", "ar"),
        ("החשבונית שגויה", "he"),
        ("\u03c4\u03b9\u03bc\u03ae \u03bb\u03ac\u03b8\u03bf\u03c2", "el"),
        ("ใบแจ้งหนี้ไม่ถูกต้อง", "th"),
        ("बिल गलत है", "hi"),
        ("xyzzy", "und"),
    ],
)
def test_the_language_is_noted(text: str, language: str) -> None:
    assert language_of(text) == language
