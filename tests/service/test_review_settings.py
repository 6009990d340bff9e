"""Settings of reviews: where they are found, what they may say, and how a mistake is said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from holdfast.errors import InputError
from holdfast.report.formats import FORMATS
from holdfast.review.finding import FAIL_LEVELS
from holdfast.review.ignoring import FileIgnore
from holdfast.service.review_settings import KEYS, ReviewSettings
from holdfast.service.settings_file import find_settings, read_settings, settings_in

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "review-settings.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("```toml\n")[1].split("```")[0]


def settings(text: str, name: str = "holdfast.toml") -> ReviewSettings:
    found = settings_in(Path(name), text)
    assert found is not None
    return found


def test_every_key_is_a_row_of_the_reference_page_and_every_row_a_key() -> None:
    table = PAGE.split("| key | meaning |")[1].split("\n\n")[0]

    assert tuple(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == KEYS


@pytest.mark.parametrize(("key", "choices"), [("fail_level", FAIL_LEVELS), ("format", FORMATS)])
def test_the_reference_page_names_every_choice(key: str, choices: tuple[str, ...]) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{key}`"))

    assert [choice for choice in choices if f"`{choice}`" not in row] == []


def test_the_reference_page_says_what_each_format_is_for() -> None:
    table = PAGE.split("| format | for |")[1].split("\n\n")[0]

    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == set(FORMATS)


def test_the_example_on_the_reference_page_holds_every_key_but_one_and_is_accepted() -> None:
    assert settings(EXAMPLE).fail_level == "suggestion"
    assert set(KEYS) - set(tomllib.loads(EXAMPLE)["review"]) == {"select"}


def test_hyphens_in_keys_read_as_underscores() -> None:
    read = settings('[review]\nfail-level = "nit"\nextend-select = ["K"]\n')

    assert (read.fail_level, read.selection.extend_select) == ("nit", ("K",))


def test_pyproject_holds_the_same_keys_under_its_own_table() -> None:
    read = settings('[tool.holdfast.review]\nselect = ["K"]\n', "pyproject.toml")

    assert read.selection.select == ("K",)


@pytest.mark.parametrize("text", ["", "[tool.ruff]\n", "[tool.holdfast]\n", "# [tool.holdfast.review]\n"])
def test_a_file_without_the_table_has_no_settings(text: str) -> None:
    assert settings_in(Path("pyproject.toml"), text) is None


def test_a_broken_pyproject_of_others_is_none_of_our_business() -> None:
    assert settings_in(Path("pyproject.toml"), "[tool.ruff\n") is None


def test_the_nearest_file_with_settings_counts_and_no_other(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "holdfast.toml").write_text('[review]\nignore = ["K"]\n', encoding="utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text(
        '[tool.holdfast.review]\nfail_level = "nit"\n', encoding="utf-8"
    )
    (inner / "holdfast.toml").write_text('[company]\nname = "A"\n', encoding="utf-8")

    found = find_settings(inner)

    assert found is not None
    assert (found.fail_level, found.selection.ignore) == ("nit", ())


def test_within_a_folder_holdfast_toml_counts(tmp_path: Path) -> None:
    (tmp_path / "holdfast.toml").write_text("[review]\npreview = true\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.holdfast.review]\npreview = false\n", encoding="utf-8")

    found = find_settings(tmp_path)

    assert found is not None
    assert found.preview is True


def test_a_file_that_was_named_must_have_the_table(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text("[company]\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"no table \[review\]"):
        read_settings(path)
    with pytest.raises(InputError, match="no such file"):
        read_settings(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("ignores = []", 2, ("no key 'ignores'", "Did you mean ignore", "per_file_ignores")),
        ('\nfail_level = "error"', 3, ("'error'", "suggestion, problem, never")),
        ('fail-level = "problems"', 2, ("'problems'", "Did you mean 'problem'")),
        ('format = "sarf"', 2, ("'sarf'", "Did you mean 'sarif'")),
        ('select = "K"', 2, ("'K' stands there", "a list of texts")),
        ("select = [1]", 2, ("a list of texts",)),
        ('ignore = ["K2O1"]', 2, ("no rule 'K2O1'", "K201")),
        ('preview = "yes"', 2, ("'yes' stands there", "true or false")),
        ("cadence_days = 0", 2, ("0 stands there", "from 1")),
        ("cadence_days = true", 2, ("true stands there",)),
        ("preview = true\npreview = false", None, ("no valid TOML", "line 3")),
        ("fail_level = 'nit'\nfail-level = 'nit'", 2, ("given twice",)),
        ('[review.per_file_ignores]\n"a.md" = ["K"]', 3, ("a table of keys and values",)),
        ('[review.per-file-ignores]\n"a.md" = { rules = ["K"] }', 3, ("reason is missing", "a.md")),
        ('[review.per_file_ignores]\n"a.md" = { rules = ["K"], reason = " " }', 3, ("the reason is ' '",)),
        ('[review.per_file_ignores]\n"a.md" = { reason = "old" }', 3, ("rules is missing",)),
        ('[review.per_file_ignores]\n"a.md" = { rule = ["K"], reason = "x" }', 3, ("mean rules",)),
        ('[review.per_file_ignores."a.md"]\nrules = ["Q9"]\nreason = "x"', 3, ("no rule 'Q9'",)),
    ],
)
def test_a_mistake_is_said_with_its_line_and_what_is_right(
    text: str, line: int | None, words: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as refused:
        settings(f"[review]\n{text}\n")

    message = str(refused.value)
    assert message.startswith(f"holdfast.toml, line {line}, review." if line else "holdfast.toml: ")
    assert [word for word in words if word not in message] == []


def test_review_must_be_a_table() -> None:
    with pytest.raises(InputError, match="a table of keys and values"):
        settings("review = 3\n")


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("archive/*.md", "archive/a.md", True),
        ("archive/*.md", "archive/old/a.md", False),
        ("archive/*.md", "okrs/archive/a.md", False),
        ("archive", "archive/old/a.md", True),
        ("archive", "okrs/archive/a.md", True),
        ("archive/", "okrs/archive/a.md", True),
        ("/archive", "okrs/archive/a.md", False),
        ("archive", "archived/a.md", False),
        ("*.txt", "okrs/a.txt", True),
        ("**/old-*.md", "a/b/old-1.md", True),
        ("**/old-*.md", "old-1.md", True),
        ("okrs/**", "okrs/a/b.md", True),
        ("q[12].md", "q1.md", True),
        ("q[!12].md", "q1.md", False),
        ("q?.md", "q10.md", False),
        ("a+b.md", "a+b.md", True),
    ],
)
def test_a_pattern_means_files_and_folders(tmp_path: Path, pattern: str, path: str, is_meant: bool) -> None:
    read = ReviewSettings(tmp_path / "holdfast.toml", exclude=(pattern,))

    assert read.excludes(tmp_path / path) is is_meant


def test_what_lies_outside_of_the_settings_folder_is_not_meant(tmp_path: Path) -> None:
    read = ReviewSettings(tmp_path / "here" / "holdfast.toml", exclude=("*.md",))

    assert read.excludes(tmp_path / "there" / "a.md") is False


def test_per_file_ignores_hold_for_their_files_only(tmp_path: Path) -> None:
    path = tmp_path / "holdfast.toml"
    path.write_text(
        '[review.per-file-ignores]\n"old/*.md" = { rules = ["K201"], reason = "closed" }\n', encoding="utf-8"
    )

    read = read_settings(path)

    assert read.ignores_in(tmp_path / "old" / "a.md") == (FileIgnore(("K201",), "closed"),)
    assert read.ignores_in(tmp_path / "new" / "a.md") == ()
