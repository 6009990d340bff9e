"""`holdfast leavers` on a real (pseudo-)terminal: asked, answered, interrupted, saved."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from holdfast.service.leavers_file import read_leavers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OKR = """Objective: Customers stay because help comes in time
Key results:
1. Reduce quarterly churn of paying customers from 5% to 4%
2. Median first response time to tickets from 9 hours to 4 hours
3. NPS from 20 to 30
"""
PATIENCE = 20.0  # seconds until a question has to stand there
# The terminal has to be the child's controlling one, so that Ctrl-C reaches it as a signal.
LAUNCH = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, "
    "[sys.executable, '-m', 'holdfast', *sys.argv[1:]])"
)


class Session:
    """The program at a terminal: what it showed, and keys to press."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        self.keys, slave = pty.openpty()
        self.shown = ""
        self.result = folder / "stdout.txt"
        with self.result.open("wb") as stdout:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LAUNCH, "leavers", *arguments],
                stdin=slave,
                stdout=stdout,
                stderr=slave,
                cwd=folder,
                start_new_session=True,
            )
        os.close(slave)

    def answer(self, question: str, keys: str) -> None:
        """Press keys once the question stands there; Enter follows, except after Ctrl-C and Ctrl-D."""
        until = time.monotonic() + PATIENCE
        while question not in self.shown:
            assert time.monotonic() < until, f"never asked {question!r}; shown: {self.shown}"
            self._read(0.1)
        self.shown = self.shown.split(question, 1)[1]
        os.write(self.keys, (keys if keys in {"\x03", "\x04"} else keys + "\n").encode())

    def leave(self) -> tuple[int, str]:
        """Exit status and what was shown since the last question."""
        while self._read(PATIENCE):
            pass
        status = self.process.wait(timeout=PATIENCE)
        return status, self.shown

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.keys)

    def _read(self, seconds: float) -> bool:
        """False where the program has closed the terminal."""
        if not select.select([self.keys], [], [], seconds)[0]:
            return self.process.poll() is None
        try:
            data = os.read(self.keys, 65536)
        except OSError:
            return False
        self.shown += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Session]]:
    (tmp_path / "okr.txt").write_text(OKR, encoding="utf-8")
    sessions: list[Session] = []

    def go(*options: str) -> Session:
        sessions.append(Session(["okr.txt", *options], tmp_path))
        return sessions[-1]

    yield go
    for session in sessions:
        session.close()


def type_leaver(session: Session, name: str, when: str, why: str) -> None:
    session.answer("Who left (name or initials)? ", name)
    session.answer("When? ", when)
    session.answer("Why, in their own words? ", why)


def test_two_leavers_are_asked_for_and_held_against_the_okr(start: Callable[..., Session]) -> None:
    session = start("--format", "json", "--save", "typed.yaml")
    type_leaver(session, "Acme", "May", "too expensive")
    type_leaver(session, "B. L.", "", "wanted it in purple")
    session.answer("Who left (name or initials)? ", "")
    session.answer("no theme fits “wanted it in purple”.\n    Which theme is it", "design")
    session.answer("Do you remember what each key result would have said of them? (y/N) ", "y")
    session.answer("    Acme? ", "y")
    session.answer("1 answers for 2 key results", "y 12")
    session.answer("Key result 3: “12” is none of", "y 9")
    session.answer("    B. L.? ", "")
    status, shown = session.leave()

    test = json.loads(session.result.read_text(encoding="utf-8"))
    assert status == 0
    assert test["headlines"][:2] == [
        "2 of 2 reasons are touched by no key result.",
        "For 1 of 2 every key result would have been green, as far as told.",
    ]
    assert "Saved to typed.yaml; go on with: --leavers typed.yaml" in shown
    saved = (session.result.parent / "typed.yaml").read_text(encoding="utf-8")
    assert [one.theme for one in read_leavers(saved, name="typed.yaml")[0]] == [None, "design"]


def test_ctrl_c_keeps_what_was_typed_in_the_file_that_is_named(start: Callable[..., Session]) -> None:
    session = start()
    type_leaver(session, "Acme", "May", "too expensive")
    session.answer("Who left (name or initials)? ", "Bolt")
    session.answer("When? ", "\x03")
    session.answer("Save the 2 typed so far? File name (Enter: do not save): ", "okr.txt")
    session.answer("okr.txt: there is a file of that name. Expected a new file.", "kept.yaml")
    status, shown = session.leave()

    kept = (session.result.parent / "kept.yaml").read_text(encoding="utf-8")
    assert status == 130
    assert "holdfast: stopped." in shown
    assert [(one.name, one.reason) for one in read_leavers(kept, name="kept.yaml")[0]] == [
        ("Acme", "too expensive"),
        ("Bolt", ""),
    ]


def test_ctrl_c_with_a_file_named_before_saves_there_without_a_question(
    start: Callable[..., Session],
) -> None:
    session = start("--save", "kept.yaml")
    type_leaver(session, "Acme", "", "slow support")
    session.answer("Who left (name or initials)? ", "\x03")
    status, _ = session.leave()

    assert status == 130
    assert "slow support" in (session.result.parent / "kept.yaml").read_text(encoding="utf-8")


def test_ctrl_c_twice_shows_what_was_typed(start: Callable[..., Session]) -> None:
    session = start()
    type_leaver(session, "Acme", "", "slow support")
    session.answer("Who left (name or initials)? ", "\x03")
    session.answer("Save the 1 typed so far?", "\x03")
    status, shown = session.leave()

    assert status == 130
    assert "What was typed, to be kept by hand:\nleavers:\n- name: Acme\n  reason: slow support" in shown


def test_the_end_of_input_ends_the_list_and_the_test_is_still_made(start: Callable[..., Session]) -> None:
    session = start()
    type_leaver(session, "Acme", "", "slow support")
    session.answer("Who left (name or initials)? ", "\x04")
    session.answer("Save the 1 typed so far?", "")
    status, _ = session.leave()

    assert status == 0
    assert "The one reason is touched by a key result." in session.result.read_text(encoding="utf-8")


def test_nobody_named_is_bad_input(start: Callable[..., Session]) -> None:
    session = start()
    session.answer("Who left (name or initials)? ", "")
    status, shown = session.leave()

    assert status == 2
    assert "nobody was named" in shown


def test_a_file_that_exists_is_refused_before_anything_is_asked(start: Callable[..., Session]) -> None:
    session = start("--save", "okr.txt")
    status, shown = session.leave()

    assert status == 2
    assert "there is a file of that name" in shown
    assert "Who left" not in shown
