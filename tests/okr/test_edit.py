"""An edit changes the words of its statement and not one other byte of the file."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.okr.edit import Edit, apply_edits, diff
from holdfast.okr.model import Initiative
from holdfast.okr.parse import read_okr_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

NEW = "Churn of new customers falls from ‹current› to 3%"
YAML = "objective: Keep\nkey_results:\n"
FILES = {
    "okr.txt": "Hi!\n\nObjective: Keep\tcustomers\n\nKey results:\n\n  1)  @ \n  2)  Other  \n\nthanks",
    "lines.txt": "Objective: Keep\nKey results:\n@\nOther\n",
    "mail.txt": "> Objective: Keep\n> Key results:\n> 1. @\n>    Owner: Ana\n> 2. Other\n",
    "labels.txt": "O1 - Keep\nKR1.1 \u2013 @\nKR1.2 \u2013 Other\n",
    "okr.md": (
        "# Objective: Keep\n\n## Key results\n\n- [ ] **KR1: @** <!-- holdfast: ignore K201 - agreed -->\n"
        "  - Owner: Ana\n  - [x] Step\n- [ ] Other\n"
    ),
    "star.md": "# Objective: Keep\n\n## Key results\n\n* \u201c@\u201d # holdfast: ignore K2 - x\n* Other\n",
    "table.md": "# Objective: Keep\n\n|# | Key result | Lead |\n|---|---|--|\n|1 | @   | Ana |\n|2|Other||\n",
    "plain.yaml": f"# top\n{YAML}\n- key_result: @  # why\n  target:   5\n- Other  # end\n",
    "single.yaml": f"{YAML}  - key_result: '@' # why\n    owner: Ana\n  - 'Other'\n",
    "double.yaml": 'objective: "Keep"\nkey_results: [ "@", "Other" ] # end\n',
    "flow.yaml": "{objective: Keep, key_results: [ {key_result: @ , owner: Ana} , Other ] } # end\n",
    "okr.json": '{\n  "objective": "Keep",\n  "key_results": [\n  {"key_result": "@"},\n  "Other"]\n}\n',
}
BLOCKS = {
    "wrapped.txt": "Objective: Keep\nKey results:\n  1. @\n     % of all\n  2. Other\n",
    "folded.yaml": f"{YAML}  - key_result: >-  # why\n      @\n      % of all\n\n    owner: Ana\n",
    "literal.yaml": f"{YAML}  - owner: Ana\n    key_result: |\n\n      @\n      % of all\n# end\n",
    "plain.yaml": f"{YAML}  - key_result: @\n      % of all  # why\n    owner: Ana\n",
    "double.yaml": f'{YAML}  - key_result: "@ \\\n      % of all"\n    owner: Ana\n',
}
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "bom": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16": lambda text: codecs.BOM_UTF16_BE + text.replace("\n", "\r\n").encode("utf-16-be"),
}


def texts(data: bytes, name: str) -> list[str]:
    document = read_okr_bytes(data, name=name)
    return [part.text for objective in document.objectives for part in objective.key_results]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", FILES)
def test_a_reworded_key_result_leaves_every_other_byte(name: str, encoding: str) -> None:
    encode = ENCODINGS[encoding]

    edited = apply_edits(encode(FILES[name].replace("@", "Churn 5 (now)")), [Edit(1, 1, NEW)], name=name)

    assert edited == encode(FILES[name].replace("@", NEW))
    assert texts(edited, name) == [NEW, "Other"]


@pytest.mark.parametrize("name", FILES)
def test_a_reworded_objective_leaves_every_other_byte(name: str) -> None:
    text = FILES[name].replace("@", "Churn")

    edited = apply_edits(text.encode(), [Edit(1, None, "Hold our customers")], name=name)

    assert edited.decode() == text.replace("Keep\tcustomers", "Keep").replace("Keep", "Hold our customers")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", BLOCKS)
def test_a_statement_over_several_lines_is_replaced_as_a_whole(name: str, encoding: str) -> None:
    encode = ENCODINGS[encoding]

    edited = apply_edits(encode(BLOCKS[name].replace("@", "Churn below 3")), [Edit(1, 1, NEW)], name=name)

    wrapped = BLOCKS[name].replace("@ \\", "@").replace("\n      % of all", "").replace("\n     % of all", "")
    assert edited == encode(wrapped.replace("@", NEW))
    assert texts(edited, name)[0] == NEW


@pytest.mark.parametrize(
    ("name", "new", "written"),
    [
        ("table.md", "Churn | NPS", "Churn \\| NPS"),
        ("plain.yaml", "NPS: 50", "'NPS: 50'"),
        ("plain.yaml", "NPS # 50", "'NPS # 50'"),
        ("plain.yaml", "\u201cNPS\u201d of 50", "\u201cNPS\u201d of 50"),
        ("plain.yaml", "- 50", "'- 50'"),
        ("plain.yaml", "null", "'null'"),
        ("plain.yaml", "It's: 50", "'It''s: 50'"),
        ("single.yaml", 'Ana\'s "NPS"', "Ana''s \"NPS\""),
        ("double.yaml", 'Ana\'s "NPS"\\', 'Ana\'s \\"NPS\\"\\\\'),
        ("flow.yaml", "NPS, 50", "'NPS, 50'"),
        ("okr.json", "50 “é”", "50 “é”"),
        ("okr.txt", "1. NPS", "1. NPS"),
        ("okr.txt", "Owner: up to 50", "“Owner: up to 50”"),
    ],
)
def test_words_are_quoted_or_escaped_where_their_place_needs_it(name: str, new: str, written: str) -> None:
    edited = apply_edits(FILES[name].replace("@", "Churn").encode(), [Edit(1, 1, new)], name=name)

    assert edited.decode() == FILES[name].replace("@", written)
    assert texts(edited, name) == [new, "Other"]


GAPS = Initiative("Call everybody", "‹owner›", "‹date›", "‹x›")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", [name for name in FILES if name != "table.md"])
@pytest.mark.parametrize("number", [1, 2])
def test_an_initiative_is_added_beneath_its_key_result(name: str, number: int, encoding: str) -> None:
    data = ENCODINGS[encoding](FILES[name].replace("@", "Churn"))
    before = read_okr_bytes(data, name=name)

    edited = apply_edits(data, [Edit(1, number, NEW, "Call everybody")], name=name)

    after = read_okr_bytes(edited, name=name)
    assert after.objectives[0].key_results[number - 1].initiatives == (GAPS,)
    assert after.objectives[0].key_results[2 - number] == before.objectives[0].key_results[2 - number]
    assert after.ignores[:0] == ()
    assert [text for _, text in after.unread] == [text for _, text in before.unread]


@pytest.mark.parametrize(
    ("text", "expected", "name"),
    [
        (
            "Objective: Keep\nKRs:\n  1. Call\n     Owner: Ana\n  2. Other\n",
            (
                "Objective: Keep\nKRs:\n  1. NPS\n     Owner: Ana\n     Initiative: Call\n"
                "       Owner: ‹owner›\n       Due: ‹date›\n       Expected lift: ‹x›\n  2. Other\n"
            ),
            "okr.txt",
        ),
        (
            "# Objective: Keep\n## Key results\n- Call\n- Other",
            (
                "# Objective: Keep\n## Key results\n- NPS\n  - Initiative: Call\n    - Owner: ‹owner›\n"
                "    - Due: ‹date›\n    - Expected lift: ‹x›\n- Other"
            ),
            "okr.md",
        ),
        (
            "objective: Keep\nkey_results:\n  - Call # why\n  - Other\n",
            (
                "objective: Keep\nkey_results:\n  - key_result: NPS # why\n    initiatives:\n"
                "      - initiative: Call\n        owner: ‹owner›\n        due: ‹date›\n"
                "        expected_lift: ‹x›\n"
                "  - Other\n"
            ),
            "okr.yaml",
        ),
        (
            f"{YAML}- key_result: Call\n  initiatives:\n  - Mail # first\n  target: 5\n",
            (
                "objective: Keep\nkey_results:\n- key_result: NPS\n  initiatives:\n  - Mail # first\n"
                "  - initiative: Call\n    owner: ‹owner›\n    due: ‹date›\n    expected_lift: ‹x›\n"
                "  target: 5\n"
            ),
            "okr.yaml",
        ),
        (
            "objective: Keep\nkey_results:\n  - key_result: Call\n    initiatives: []\n",
            (
                "objective: Keep\nkey_results:\n  - key_result: NPS\n    initiatives: "
                "[{initiative: Call, owner: ‹owner›, due: ‹date›, expected_lift: ‹x›}]\n"
            ),
            "okr.yaml",
        ),
        (
            "objective: Keep\nkey_results:\n  - key_result: Call\n    initiatives:\n    target: 5\n",
            (
                "objective: Keep\nkey_results:\n  - key_result: NPS\n    initiatives: "
                "[{initiative: Call, owner: ‹owner›, due: ‹date›, expected_lift: ‹x›}]\n    target: 5\n"
            ),
            "okr.yaml",
        ),
        (
            '{"objective": "Keep", "key_results": [{"key_result": "Call", "initiatives": [ "Mail" ]}]}',
            (
                '{"objective": "Keep", "key_results": [{"key_result": "NPS", "initiatives": [ "Mail", '
                '{"initiative": "Call", "owner": "‹owner›", "due": "‹date›", "expected_lift": "‹x›"} ]}]}'
            ),
            "okr.json",
        ),
    ],
)
def test_an_initiative_follows_the_idiom_of_the_form(text: str, expected: str, name: str) -> None:
    edited = apply_edits(text.encode(), [Edit(1, 1, "NPS", "Call")], name=name)

    assert edited.decode() == expected


def test_several_edits_in_one_file_are_made_together() -> None:
    text = "O1: Keep\nKR1.1: Call\nKR1.2: Mail\n\nO2: Hold\nKR2.1: Write\n"
    edits = [Edit(2, 1, "NPS of 50"), Edit(1, None, "Customers stay"), Edit(1, 2, "Churn of 3%", "Mail")]

    edited = apply_edits(text.encode(), edits, name="okr.txt")

    assert edited.decode() == (
        "O1: Customers stay\nKR1.1: Call\nKR1.2: Churn of 3%\n  Initiative: Mail\n    Owner: ‹owner›\n"
        "    Due: ‹date›\n    Expected lift: ‹x›\n\nO2: Hold\nKR2.1: NPS of 50\n"
    )


def test_a_comment_between_the_words_of_a_statement_stays() -> None:
    text = "Objective: Keep\nKRs:\n1. Call <!-- a --> all\n   customers # holdfast: ignore K201 - x\n   now\n"

    edited = apply_edits(text.encode(), [Edit(1, 1, "NPS of 50")], name="okr.txt")

    assert edited.decode() == ("Objective: Keep\nKRs:\n1. NPS of 50 <!-- a --> # holdfast: ignore K201 - x\n")


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ([Edit(1, 3, "NPS")], "no such statement"),
        ([Edit(2, None, "NPS")], "no such statement"),
        ([Edit(0, None, "NPS")], "no such statement"),
        ([Edit(1, 1, "NPS"), Edit(1, 1, "Churn")], "more than one edit"),
        ([Edit(1, 1, "NPS\nof 50")], "more than one line"),
        ([Edit(1, 1, " ")], "no words"),
        ([Edit(1, None, "Hold", "Call")], "an initiative"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(edits: list[Edit], found: str) -> None:
    with pytest.raises(InputError) as caught:
        apply_edits(FILES["okr.md"].replace("@", "Churn").encode(), edits, name="okr.md")

    assert found in caught.value.found


def test_an_edit_that_would_be_read_as_something_else_is_refused_with_its_line() -> None:
    text = FILES["table.md"].replace("@", "Churn")

    with pytest.raises(InputError) as caught:
        apply_edits(text.encode(), [Edit(1, 1, "NPS", "Call")], name="table.md")

    assert caught.value.where == "table.md, line 5"
    assert "nothing was changed" in caught.value.remedy


def test_the_change_is_shown_as_a_unified_diff() -> None:
    before, after = (b"\xef\xbb\xbfObjective: %s\r\nKRs:\r\n1. NPS" % word for word in (b"Keep", b"Hold"))

    shown = diff(before, after, "okr.txt")

    assert shown == (
        "--- okr.txt\n+++ okr.txt\n@@ -1,3 +1,3 @@\n"
        "-Objective: Keep\r\n+Objective: Hold\r\n KRs:\r\n 1. NPS\n"
        "\\ No newline at end of file\n"
    )
    assert diff(before, before, "okr.txt") == ""
