"""Another language is another folder of data: nothing in the code knows the words of one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from holdfast.review.reading import language as languages
from holdfast.review.reading import read_key_result
from holdfast.review.reading.language import FILES, load_language

CODE = Path(languages.__file__).parent

# text, form, kind, baseline, target, direction, deadline, metric
GERMAN = [
    (
        "Kündigungsquote von 7 % auf 4 % senken",
        "outcome", "from_to", 7.0, 4.0, "down", False, "churn_rate",
    ),
    (
        "Senke die Antwortzeit von 12 auf 4 Stunden bis Ende Juni",
        "outcome", "from_to", 12.0, 4.0, "down", True, "first_response_time",
    ),
    ("NPS von 32 auf 45 steigern", "outcome", "from_to", 32.0, 45.0, "up", False, "nps"),
    (
        "95 % der Neukunden schließen das Onboarding in 14 Tagen ab",
        "outcome", "ratio", None, 95.0, "up", False, "onboarding_completion",
    ),
    ("Führe 20 Kundeninterviews", "activity", "count", None, 20.0, None, False, None),
    ("Veröffentliche ein neues Handbuch bis 30. April", "output", None, None, None, None, True, None),
    ("Kundenzufriedenheit um 10 % erhöhen", "outcome", "relative_change", None, 10.0, "up", False, "csat"),
    (
        "Halte die Abwanderung unter 2,5 %",
        "outcome", "absolute_target", None, 2.5, "maintain", False, "churn_rate",
    ),
    (
        "Umsatz mit Bestandskunden um 100.000 € steigern",
        "outcome", "delta_absolute", None, 100000.0, "up", False, "expansion",
    ),
    (
        "Beantworte alle Anfragen innerhalb von 24 Stunden",
        "outcome", "ratio", None, 100.0, None, False, "first_response_time",
    ),
]  # fmt: skip

INVENTED = {
    "inflection": """
        [nouns]
        irregular = ''
        unchanged = ''
        kept = 'qqq'
        possessives = ''
        acronym = ''
        rules = 'oj 2 o 4'
        [verbs]
        vowels = 'aeiou'
        [[verbs.rules]]
        endings = 'i'
        ed = '1 {}ita'
        """,
    "verbs": "[actions]\nup = 'levi'\nact = 'viziti'\n",
    "nouns": "[tags]\ncustomer = 'kliento'\nevent = 'vizito'\n[groups]\n",
    "numbers": """
        [format]
        decimal = ','
        [values]
        [before_pronouns]
        [scales]
        [suffixes]
        [fractions]
        [durations]
        [duration_words]
        [duration_adjectives]
        [percent_words]
        "%" = "%"
        [point_words]
        [currency_words]
        [multipliers]
        [times_words]
        [rhythms]
        """,
    "patterns": "arrow = 'al'\n",
    "metrics": "[retention_rate]\nwords = 'lojaleco'\n",
    "doubts": "",
    "concepts": "[concepts]\nretention = 'lojaleco'\n",
    "grammar": "[words]\n[lower]\nfrom_sign = 'de'\nto = 'al'\n[lemma]\n[verb]\n",
}


@pytest.mark.parametrize(("text", "expected"), [(row[0], row[1:]) for row in GERMAN])
def test_a_german_key_result_is_read_with_german_words(text: str, expected: tuple[object, ...]) -> None:
    reading = read_key_result(text, language=load_language("de"))
    quantity = reading.quantity

    assert (
        reading.form,
        quantity.kind,
        quantity.baseline,
        quantity.target,
        reading.direction,
        reading.has_deadline,
        reading.metric,
    ) == expected


def test_german_words_are_found_where_they_stand() -> None:
    text = "Halte die Abwanderung unter 2,5 %"

    start, end = read_key_result(text, language=load_language("de")).quantity.span or (0, 0)

    assert text[start:end] == "2,5 %"


def test_a_folder_that_somebody_writes_is_a_language(tmp_path: Path) -> None:
    folder = tmp_path / "invented"
    folder.mkdir()
    for name in FILES:
        (folder / f"{name}.toml").write_text(INVENTED[name], encoding="utf-8")

    invented = load_language("invented", folder=tmp_path)
    reading = read_key_result("Levi lojaleco de 61,5 % al 70 %", language=invented)

    assert (reading.form, reading.metric, reading.direction) == ("outcome", "retention_rate", "up")
    assert (reading.quantity.baseline, reading.quantity.target) == (61.5, 70.0)
    assert read_key_result("Viziti 20 klientoj", language=invented).form == "activity"


def test_a_language_without_a_file_says_which_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"inflection\.toml"):
        load_language("nowhere", folder=tmp_path)


def spelled_comparisons(source: str) -> list[str]:
    """Comparisons of a word's spelling with words written in the code; signs are no words."""
    tree = ast.parse(source)
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute)):
            continue
        other = node.comparators[0]
        other = constants.get(other.id, other) if isinstance(other, ast.Name) else other
        texts = [n.value for n in ast.walk(other) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        named = any(letter.isalpha() for text in texts for letter in text)
        is_key = any(isinstance(n, ast.Subscript) for n in ast.walk(other))
        if node.left.attr in ("lower", "lemma", "verb") and named and not is_key:
            found.append(ast.unparse(node))
    return found


def test_no_word_of_a_language_is_compared_in_the_code() -> None:
    found = {
        path.name: spelled
        for path in sorted(CODE.glob("*.py"))
        if (spelled := spelled_comparisons(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_a_word_that_is_compared_in_the_code_would_be_found() -> None:
    source = (
        '_SMALL = frozenset({"of"})\ndef f(word):\n    return word.lower in _SMALL or word.lemma == "the"\n'
    )

    assert len(spelled_comparisons(source)) == 2
