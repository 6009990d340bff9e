"""The leavers' test: what it says, and which files of leavers it reads."""

from __future__ import annotations

import json

import pytest

import holdfast
from holdfast.errors import InputError
from holdfast.review.leavers.model import Leaver, LeaversTest
from holdfast.service.leavers import leavers_in, replay_leavers
from holdfast.service.leavers_file import read_leavers
from holdfast.service.leavers_yaml import write_yaml

OKR = """Objective: Customers stay because help comes in time
Key results:
1. Reduce quarterly churn of paying customers from 5% to 4%
2. Median first response time to tickets from 9 hours to 4 hours
3. Share of new customers that complete onboarding within 14 days from 50% to 70%
4. NPS from 20 to 30
"""
TEN = """Acme: too expensive
Bolt: your support took three weeks to answer
Cara: price went up twice
Dune: company closed
Echo: never got past the setup
Fern: our champion left
Gala: acquired by Oracle
Halo: wanted a bigger font for her grandmother
Iris: missing features
Juno: just bored with it
"""


def reaches(test: LeaversTest) -> dict[str, str]:
    return {one.leaver.called: one.reach for one in test.leavers}


def test_ten_leavers_are_held_against_the_key_results() -> None:
    test = replay_leavers(OKR, TEN)

    assert test.headlines == (
        "5 of 7 reasons are touched by no key result.",
        "What the key results would have said of these customers is not known: no answers are given.",
        "Of 1 (Halo) the reason fits no theme: you decide.",
        "On 2 (Dune and Gala) nobody could have acted: counted apart.",
    )
    assert {name for name, reach in reaches(test).items() if reach == "touched"} == {"Bolt", "Echo"}


@pytest.mark.parametrize(
    ("answers", "replay"),
    [
        ({"kr2": "y", "kr3": "yes", "kr4": "9"}, "green"),
        ({"kr2": "y", "kr3": "-", "kr4": "no answer"}, "green"),
        ({"kr2": "y", "kr3": "n/a", "kr4": "7"}, "green"),
        ({"kr2": "y", "kr3": "y", "kr4": "6"}, "red"),
        ({"kr2": "n", "kr3": "?", "kr4": ""}, "red"),
        ({"kr2": "y", "kr3": "y"}, "open"),
        ({"kr2": "?"}, "untold"),
        ({}, "untold"),
    ],
)
def test_every_key_result_is_green_where_no_answer_is_red_or_missing(
    answers: dict[str, str], replay: str
) -> None:
    test = replay_leavers(OKR, [{"name": "Acme", "reason": "too expensive", **answers}])

    assert test.leavers[0].replay == replay


def test_green_customers_are_counted_among_those_one_could_have_acted_on() -> None:
    green = {"kr2": "y", "kr3": "y", "kr4": "9"}
    leavers = [
        {"name": "A", "reason": "too expensive", **green},
        {"name": "B", "reason": "too expensive", **green, "kr2": "n"},
        {"name": "C", "reason": "went bankrupt", **green},
    ]

    assert replay_leavers(OKR, leavers).headlines[1:3] == (
        "For 1 of 2 every key result would have been green, as far as told.",
        "For 1 at least one would have been red.",
    )


def test_a_key_result_that_counts_leaving_is_left_out_of_the_replay() -> None:
    test = replay_leavers(OKR, TEN)

    assert [label for label, _ in test.leavers[0].answers] == ["2", "3", "4"]
    assert "Key result 1 counts leaving itself" in test.notices[0]


def test_it_never_says_that_anyone_would_have_stayed() -> None:
    said = json.dumps(replay_leavers(OKR, TEN).to_dict()).lower()

    assert "saved" not in said
    assert "nothing here says that one of them would have stayed" in said


def test_the_user_decides_by_a_theme_or_by_naming_key_results() -> None:
    leavers = [
        {"name": "A", "reason": "the grandmother", "theme": "slow support"},
        {"name": "B", "reason": "the grandmother", "theme": "font size"},
        {"name": "C", "reason": "the grandmother", "touched_by": "3"},
        {"name": "D", "reason": "slow support", "touched_by": "none"},
    ]

    test = replay_leavers(OKR, leavers)

    assert reaches(test) == {"A": "touched", "B": "untouched", "C": "touched", "D": "untouched"}
    assert test.leavers[1].group == "font size"


def test_key_results_of_several_objectives_have_two_numbers() -> None:
    both = OKR + "\n" + OKR.replace("Customers stay because", "Customers renew since")

    test = replay_leavers(both, [{"reason": "slow support", "kr2.2": "n"}])

    assert [touch.label for touch in test.leavers[0].touches] == ["1.2", "2.2"]
    assert test.leavers[0].replay == "red"


FORMS = {
    "leavers.csv": "Customer,Left on,Reason,KR 2\nAcme,May 2026,too expensive,y\nBolt,,slow support,n\n",
    "leavers.tsv": "name\twhen\twhy\tkr2\nAcme\tMay 2026\ttoo expensive\ty\nBolt\t\tslow support\tn\n",
    "semicolons": "name;when;why;2\nAcme;May 2026;too expensive;y\nBolt;;slow support;n\n",
    "leavers.yaml": """
leavers:
  - name: Acme
    when: May 2026
    reason: too expensive
    key_results: {2: y}
  - name: Bolt
    reason: slow support
    kr2: n
""",
    "leavers.json": """[
  {"name": "Acme", "when": "May 2026", "reason": "too expensive", "kr2": "y"},
  {"name": "Bolt", "reason": "slow support", "kr2": "n"}
]""",
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_leavers(name: str) -> None:
    leavers, _ = read_leavers(FORMS[name], name=name)

    assert leavers == (
        Leaver("Acme", "too expensive", when="May 2026", answers=(("2", "y"),)),
        Leaver("Bolt", "slow support", answers=leavers[1].answers),
    )
    assert dict(leavers[1].answers) == {"2": "n"}


@pytest.mark.parametrize(
    ("line", "name", "when", "reason"),
    [
        ("Acme: too expensive", "Acme", None, "too expensive"),
        ("3. Acme (May 2026): too expensive", "Acme", "May 2026", "too expensive"),
        ("- J. D. - moved house", "J. D.", None, "moved house"),
        ("• Acme\ttoo expensive", "Acme", None, "too expensive"),
        ("too expensive", "", None, "too expensive"),
        ("Acme: they said: too expensive", "Acme", None, "they said: too expensive"),
    ],
)
def test_a_line_is_a_customer_with_a_reason(line: str, name: str, when: str | None, reason: str) -> None:
    (leaver,), _ = read_leavers(line, name="-")

    assert (leaver.name, leaver.when, leaver.reason) == (name, when, reason)


def test_names_as_keys_are_leavers_in_yaml() -> None:
    as_list, _ = read_leavers("- Acme: too expensive\n- slow support\n", name="l.yaml")
    as_keys, _ = read_leavers("Acme: too expensive\nBolt: slow support\n", name="l.yaml")

    assert [(one.name, one.reason) for one in as_list] == [("Acme", "too expensive"), ("", "slow support")]
    assert [one.name for one in as_keys] == ["Acme", "Bolt"]


def test_what_is_saved_is_read_again() -> None:
    leavers = (
        Leaver(
            "Ä: “x” #1",
            "said: no, 'never' - ✓",
            when="2026-05",
            theme="yes",
            answers=(("2", "y"), ("4", "9")),
        ),
        Leaver("B", "", touched_by=()),
        Leaver("C", "slow", touched_by=("1", "3")),
    )

    assert read_leavers(write_yaml(leavers), name="saved.yaml")[0] == leavers


def test_columns_that_are_not_used_are_said() -> None:
    test = replay_leavers(OKR, "name,plan,reason,arr\nAcme,pro,too expensive,12\n")

    assert test.notices[0] == "Columns of leavers that were not used: plan, arr."


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("", "l.csv", "l.csv: no customer who left. Expected one line each"),
        (
            "name,plan\nAcme,pro\n",
            "l.csv",
            "l.csv, line 1: no column with the reason; the header is: name, plan",
        ),
        ("name,reason,why\nA,b,c\n", "l.csv", "line 1: 2 columns for one thing: reason, why"),
        ("name,reason\nA,b\nAcme,too dear, really\n", "l.csv", "l.csv, line 3: 3 fields under a header of 2"),
        ('name,reason\nAcme,"too dear\n', "l.csv", "l.csv, line 2: not valid CSV"),
        ("- name: A\n  reasn: x\n", "l.yaml", "l.yaml, line 2: unknown key 'reasn'"),
        ("- name: [A]\n", "l.yaml", "l.yaml, line 1"),
        ("- reason: [\n", "l.json", "not valid YAML"),
        ("reason,touched_by\nx,maybe\n", "l.csv", "l.csv, line 2, touched_by: it is 'maybe'"),
    ],
)
def test_a_faulty_file_says_where_what_and_how_to_mend(text: str, name: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_leavers(text, name=name)

    assert message in str(error.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kr4": "11"}, "leaver 1, key result 4: the answer is '11'. Expected y (green)"),
        ({"kr2": "perhaps"}, "leaver 1, key result 2: the answer is 'perhaps'"),
        (
            {"kr9": "y"},
            "leaver 1, key result 9: there is no key result of that number. Expected one of 1, 2, 3, 4",
        ),
        ({"touched_by": "7"}, "leaver 1, key result 7: there is no key result of that number"),
        ({"colour": "blue"}, "leaver 1, 'colour': an unknown field"),
    ],
)
def test_an_answer_that_is_not_understood_is_refused(fields: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as error:
        replay_leavers(OKR, [{"name": "Acme", "reason": "too expensive", **fields}])

    assert message in str(error.value)


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"A\0B", "Acme: zu teuer ä".encode("latin-1"), b"x" * 3_000_000]
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        leavers_in(data, name="l.txt")


def test_a_thousand_leavers_take_seconds_at_most() -> None:
    test = replay_leavers(
        OKR, "\n".join(f"C{number}: too expensive and slow support" for number in range(1000))
    )

    assert test.headlines[0] == "Every one of the 1000 reasons is touched by a key result."


def test_the_public_name_is_the_function() -> None:
    assert holdfast.replay_leavers is replay_leavers
