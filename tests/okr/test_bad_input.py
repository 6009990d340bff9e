"""Every bad file gets one clear message, and no text raises anything else or takes longer than its length."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.okr.parse import parse_okr, read_okr_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.okr.model import OkrDocument
    from holdfast.okr.parse import OkrForm

GOOD = "Objective: Keep customers\nKey results:\n1. NPS of 50 \u2013 “promoters”\n"
FORMS: tuple[OkrForm, ...] = ("text", "markdown", "yaml")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "the file is empty"),
        (" \n\t\r\n", "only white space"),
        ("\ufeff", "the file is empty"),
        ("a\0b", "binary data"),
        ("Key results:\n1. NPS of 50\n", "key results without an objective"),
        ("Objective: Keep customers\n", "an objective without key results"),
        ("Objective: Keep customers\n\nKey results:\n\nthanks\n", "an objective without key results"),
        ("Dear all,\n\nthe meeting is on Monday.\n", "nothing that reads as an objective"),
        ("def main():\n    return 1\n", "nothing that reads as an objective"),
        ("x" * 10_000_000, "10,000,000 characters"),
        ("\n" * 30_000 + GOOD, "30,004 lines"),
        ("Objective: \udc80", "half of a character"),
    ],
)
def test_text_that_is_no_okr_is_refused_with_what_was_found_and_what_to_do(text: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_okr(text, name="okr.txt")

    assert found in caught.value.found
    assert caught.value.where.startswith("okr.txt")
    assert caught.value.expected
    assert caught.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_in_a_unicode_encoding_are_read(encoding: str) -> None:
    document = read_okr_bytes(GOOD.encode(encoding), name="okr.txt")

    assert document.objectives[0].key_results[0].text == "NPS of 50 \u2013 “promoters”"


def test_another_encoding_is_named_by_offset_and_line() -> None:
    data = "Objective: Keep customers\nKey results:\n1. Zufriedenheit für 50 %\n".encode("latin-1")

    with pytest.raises(InputError) as caught:
        read_okr_bytes(data, name="okr.txt")

    assert caught.value.where == "okr.txt, line 3"
    assert f"0xfc at offset {data.index(0xFC)}" in caught.value.found
    assert "UTF-8" in caught.value.remedy


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0rest", b"\x89PNG\r\n\x1a\n\0", b"\xff\xfea"])
def test_a_file_that_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_okr_bytes(data, name="okr.docx")


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("objectives:\n  - objectve: Keep\n", 2, "unknown key 'objectve'"),
        ("objective: Keep\nkey_results:\n  - key_result: NPS\n    owners: Ana\n", 4, "unknown key 'owners'"),
        (
            "objective: Keep\nkey_results:\n  - key_result: NPS\n    kind: maintian\n",
            4,
            "'kind' is 'maintian'",
        ),
        ("objective: Keep\nkey_results:\n  - key_result: NPS\n    target: many\n", 4, "'target' is 'many'"),
        ("objective: Keep\nkey_results:\n  - key_result: NPS\n    confidence: 7\n", 4, "'confidence' is '7'"),
        ("objective: Keep\nkey_results:\n  - owner: Ana\n", 3, "no 'key_result'"),
        ("objective: Keep\nkey_results: NPS\n", 2, "'key_results' holds the words 'NPS'"),
        ("objective: Keep\nobjective: Hold\n", 2, "a second time"),
        ("objective: &a Keep\nkey_results: [*a]\n", 1, "the anchor or alias 'a'"),
        ("objective: [\n", 2, "not valid YAML"),
        ("objective: " + "[" * 1_000, 1, "more than 20 levels"),
        ("objective: Keep\n---\nobjective: Hold\n", 2, "a second YAML document"),
        ("- NPS\n", 1, "no keys at the top"),
        (
            "objective: Keep\nkey_results:\n  - key_result: NPS\n    segment: {plan: gold}\n",
            4,
            "without a metric",
        ),
        (
            "objective: Keep\nkey_results:\n  - key_result: N\n    check_ins:\n      - on: Monday\n",
            5,
            "'on' is 'Monday'",
        ),
    ],
)
def test_yaml_that_is_not_understood_is_refused_with_its_line(text: str, line: int, found: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_okr(text, name="okr.yaml")

    assert caught.value.where == f"okr.yaml, line {line}"
    assert found in caught.value.found


def test_an_unknown_key_is_answered_with_the_nearest_known_one() -> None:
    with pytest.raises(InputError, match="Did you mean 'objective'"):
        parse_okr("objectives:\n  - objectve: Keep\n", name="okr.yaml")


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("text", "key_result"),
        ("title", "key_result"),
        ("kr", "key_result"),
        ("progress", "note"),
        ("targt", "target"),
    ],
)
def test_an_unknown_key_of_a_key_result_is_answered_by_its_meaning(key: str, meant: str) -> None:
    with pytest.raises(InputError, match=f"Did you mean '{meant}'"):
        parse_okr(f"- objective: Keep\n  key_results:\n    - {key}: Churn\n", name="okr.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "Reduce churn to 3%\n",
        "Churn from 8% to 5%\nNPS from 20 to 30\n",
        "- Churn from 8% to 5%\n- NPS from 20 to 30\n",
        "KR1: Churn from 8% to 5%\n",
        "OKRs Q1 2027\n- Churn from 8% to 5%\n- NPS from 20 to 30\n",
        "Our numbers:\n- Churn from 8% to 5%\n- NPS from 20 to 30\n",
        "- Groceries\n  - milk\n  - eggs\n",
        "Meeting\n\nWe talked for long.\nWe went home.\nWe slept till 9.\n- Bring\n  - 2 pens\n\nSee you.\n",
    ],
)
def test_text_without_an_objective_is_answered_with_the_two_ways_out(text: str) -> None:
    with pytest.raises(InputError, match=r"'Objective: …'.*'holdfast read --kind key-result'"):
        parse_okr(text, name="-")


@pytest.mark.parametrize("name", ["okr.txt", "okr.json", "-"])
def test_json_that_is_cut_off_is_refused_as_json(name: str) -> None:
    with pytest.raises(InputError, match="line 2: not valid JSON"):
        parse_okr('{"objective": "Keep", "key_results": [\n', name=name)


def test_aliases_that_would_grow_to_billions_are_refused_at_once() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nobjective: *b\n"

    with pytest.raises(InputError, match="anchor or alias"):
        parse_okr(bomb, name="okr.yaml")


FRAGMENTS = st.sampled_from(
    [
        "Objective:",
        "Key results:",
        "KR1:",
        "O1/KR1.2 -",
        "Relevant KPIs:",
        "Initiatives:",
        "Initiative: x",
        "Owner: a",
        "Due: b",
        "- ",
        "1. ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "**",
        "|",
        "|---|",
        "# ",
        "[x] ",
        "(weight 2)",
        ">",
        "```",
        "Key result",
        "Metric: a (b: c",
        "Segment: x",
        "Target: +25 % of baseline",
        "Check-in: 2026-01-01; value 3",
        "<!-- holdfast: ignore K2 - x -->",
        "<!--",
        "-->",
        "# holdfast:",
        "<br>",
        "&amp;",
        "Objective,Key result,Owner",
        "a\tb\tc",
        '"a, ""b"""',
        "KR1: a KR2: b",
        "Key results: 1) a 2) b; c",
        " — at 3% now",
        " [0.7]",
        "\u200b",
        "Supports:",
        "Needs: a (accepted), b",
        "---",
        ": ",
        "é",
        "🚀",
    ]
)
TEXTS = st.text() | st.lists(FRAGMENTS | st.text(max_size=5), max_size=40).map("".join)


def read_or_refuse(read: Callable[[], OkrDocument]) -> OkrDocument | None:
    try:
        return read()
    except InputError:
        return None


@settings(deadline=None)
@example(text="Objective: x\nInitiatives:\n  Owner: a")
@given(text=TEXTS)
def test_any_text_is_read_or_refused_with_a_message_in_every_form(text: str) -> None:
    for form in FORMS:
        document = read_or_refuse(partial(parse_okr, text, name="-", form=form))

        assert document is None or document.objectives, form
        assert document is None or all(objective.text for objective in document.objectives), form


@settings(deadline=None)
@given(data=st.binary())
def test_any_bytes_are_read_or_refused_with_a_message(data: bytes) -> None:
    document = read_or_refuse(lambda: read_okr_bytes(data, name="-"))

    assert document is None or document.objectives


HEADS = ("", "Objective: ", "- Metric: ", "- Segment: a = ", "KR1 ")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "\t",
        "*",
        "_",
        "#",
        "1",
        "1.",
        "-",
        "- ",
        "[",
        "[ ]",
        "(",
        ":",
        "KR",
        "o",
        "O1/",
        "> ",
        "“",
        '"',
        "|",
        "Owner: ",
        "\\",
        ",",
        "key result ",
    ],
)
@pytest.mark.parametrize("head", HEADS)
def test_a_line_of_two_hundred_kilobytes_is_read_in_a_pass(unit: str, head: str) -> None:
    """What went back at each character would take minutes here, as they would in a megabyte."""
    _read_with_a_line_of(200_000, head, unit)


@pytest.mark.parametrize("head", HEADS)
def test_a_line_of_a_megabyte_is_read(head: str) -> None:
    _read_with_a_line_of(1_000_000, head, "a")


def _read_with_a_line_of(length: int, head: str, unit: str) -> None:
    line = head + unit * (length // len(unit))
    text = f"Objective: Keep\nKey results:\n1. NPS\n   {line}\n{line}\n"[:1_999_999]

    document = parse_okr(text, name="-", form="text")

    assert document.objectives[0].text == "Keep"


@pytest.mark.parametrize(
    "unit",
    [
        "<!-- x -->",
        "<!--",
        "# holdfast: ignore ",
        "<br>KR1: ",
        "<b>",
        "&amp;",
        "\\-",
        "\u200b",
        " KR1: ",
        "KR1: x ",
        "; ",
        "1) ",
        "x\ty",
        ',"""',
        " (0.4)",
        " — ",
        "from 1 to ",
    ],
)
@pytest.mark.parametrize("head", ["Objective: ", "- Segment: a = ", "KR1: x ", "Key result,Owner\n"])
def test_a_line_of_noise_is_read_or_refused(unit: str, head: str) -> None:
    line = head + unit * (20_000 // len(unit))
    text = f"Objective: Keep\nKey results:\n1. NPS\n{line}\n{line}\n"

    document = parse_okr(text, name="-", form="text")

    assert document.objectives[0].text == "Keep"
