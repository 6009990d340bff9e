"""Themes of texts: by name, by confirmed texts, several or none, and what is proposed."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.reasons.taxonomy.model import Theme
from holdfast.reasons.taxonomy.reading import starter
from holdfast.reasons.themes.assigning import assign
from holdfast.reasons.themes.confirming import Confirmed, least_sure
from holdfast.reasons.themes.proposing import propose
from holdfast.reasons.themes.prototypes import likeness, told
from holdfast.reasons.themes.vectors import vectors
from holdfast.simulate.comments import _BY_REASON
from holdfast.simulate.themes import THEMES, ticket_texts

SAME = {
    "sync errors": "integrations",
    "invoice questions": "invoices",
    "how to": "how_to",
    "slow pages": "slow",
    "access": "access",
    "export": "export",
}


def simulated(count: int, seed: int) -> tuple[list[str], list[str]]:
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(THEMES), count)
    texts = dict(zip(ticket_texts(drawn, rng).tolist(), drawn.tolist(), strict=True))
    return list(texts), [THEMES[theme].name for theme in texts.values()]


def test_tickets_of_a_simulated_company_find_their_theme_by_name_alone() -> None:
    texts, truth = simulated(1500, seed=1)

    found = assign(texts, starter(), vectors("tfidf"))

    names = [one.name for one in found.themes]
    for theme, name in SAME.items():
        own = [place for place, one in enumerate(truth) if one == theme]
        others = [place for place, one in enumerate(truth) if one != theme]
        column = found.about[:, names.index(name)]
        assert column[own].mean() >= 0.65, theme
        assert column[others].mean() <= 0.1, theme


def test_the_same_texts_in_another_order_get_the_same_themes() -> None:
    texts, _ = simulated(400, seed=2)

    there = assign(texts, starter(), vectors("tfidf"))
    back = assign(texts[::-1], starter(), vectors("tfidf"))

    assert np.array_equal(there.about, back.about[::-1])


@pytest.mark.parametrize("text", ["checking account", "prepaid cards"])
def test_a_theme_is_nearer_to_each_thing_that_its_title_lists_than_the_title_itself(text: str) -> None:
    title, way = "Checking account, loans or prepaid cards", vectors("tfidf")
    way.fit([title, text, "loans"])

    [near], [by_title] = (
        likeness(way.rows([text]), rows)[:, 0]
        for rows in (told([Theme("money", title)], way), way.rows([title]).toarray())
    )
    assert near > by_title + 0.05


def test_a_text_may_have_several_themes_or_none() -> None:
    texts = [
        "The VAT number on the invoice is missing, and the CSV export is empty.",
        "Lovely weather on Saturday",
        "Hi",
    ]

    found = assign(texts, starter(), vectors("tfidf"))

    names = [one.name for one in found.themes]
    about = [{names[place] for place in np.flatnonzero(row)} for row in found.about]
    assert {"invoices", "export"} <= about[0]
    assert about[1:] == [set(), set()]
    assert found.fits_nowhere.tolist() == [False, True, True]


def test_confirmed_texts_teach_what_names_do_not_say() -> None:
    texts, truth = simulated(900, seed=3)
    themes = [Theme(f"t{number}", f"Theme {number}") for number in range(len(THEMES))]
    place = {theme.name: number for number, theme in enumerate(THEMES)}
    chosen = [one for name in place for one in [at for at, own in enumerate(truth) if own == name][:10]]
    confirmed = [Confirmed(texts[one], (f"t{place[truth[one]]}",)) for one in chosen]

    found = assign(texts, themes, vectors("tfidf"), confirmed=confirmed)

    right = [row.argmax() == place[own] for row, own in zip(found.scores, truth, strict=True)]
    assert np.mean(right) >= 0.85


def test_a_confirmed_text_of_a_theme_that_is_gone_is_passed_over() -> None:
    found = assign(["The sync fails"], starter(), vectors("tfidf"), confirmed=[Confirmed("Old", ("gone",))])

    assert found.about.shape == (1, len(starter()))


def test_no_texts_have_no_themes() -> None:
    assert assign([], starter(), vectors("tfidf")).about.shape == (0, len(starter()))


def test_the_next_question_is_where_two_themes_are_closest() -> None:
    scores = np.array([[0.9, 0.1], [0.5, 0.49], [0.3, 0.2], [0.5, 0.49]])

    assert least_sure(scores, ["a", "b", "c", "b"], count=2) == [1, 2]


def test_a_text_without_anything_of_a_theme_is_asked_about_last() -> None:
    scores = np.array([[0.0, 0.0], [0.9, 0.1]])

    assert least_sure(scores, ["It is fine", "b"], count=2) == [1, 0]


def test_what_fits_nowhere_is_proposed_as_a_theme_with_its_words_and_quotes() -> None:
    rng = np.random.default_rng(4)
    odd = [f"The {animal} in lift {number} barks" for number in range(20) for animal in ("dog", "parrot")]
    texts, _ = simulated(300, seed=5)
    everything = odd + [texts[place] for place in rng.permutation(len(texts))]
    found = assign(everything, starter(), vectors("tfidf"))
    nowhere = np.flatnonzero(found.fits_nowhere)

    proposed = propose([everything[place] for place in nowhere], found.rows[nowhere], everything)

    assert any("barks" in " ".join(one.words) and one.texts >= 15 for one in proposed)


def test_what_customers_write_about_one_thing_in_many_places_is_proposed_once() -> None:
    texts, _ = simulated(6000, seed=6)
    found = assign(texts, starter(), vectors("tfidf"))
    nowhere = np.flatnonzero(found.fits_nowhere)

    proposed = propose([texts[place] for place in nowhere], found.rows[nowhere], texts)

    # Eight things are written that the starter has no theme for, each about many places of the product.
    assert 6 <= len(proposed) <= 9
    assert len({one.words[:2] for one in proposed}) == len(proposed)


def test_few_texts_that_fit_nowhere_are_no_theme() -> None:
    found = assign(["Odd one", "Other"], starter(), vectors("tfidf"))

    assert propose(["Odd one", "Other"], found.rows, ["Odd one", "Other"]) == ()


def test_another_way_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="tfidf, sentences"):
        vectors("magic")


def test_reasons_given_on_leaving_find_their_theme() -> None:
    wanted = {
        "slow start": "onboarding",
        "calls without results": "fruitless_calls",
        "closed down": "closing",
    }
    said = [
        (words, wanted[reason]) for reason, own in _BY_REASON.items() if reason in wanted for words in own
    ]

    found = assign([words for words, _ in said], starter(), vectors("tfidf"))

    names = [one.name for one in found.themes]
    assert all(row[names.index(name)] for row, (_, name) in zip(found.about, said, strict=True))
