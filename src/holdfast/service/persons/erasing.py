"""Export and erase one person in a workspace's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.store.erased import erase_too
from holdfast.records.person import PersonFound
from holdfast.service.persons.places import places
from holdfast.service.persons.traces import traces
from holdfast.service.persons.who import rows_of, whom, words_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records.person import Place
    from holdfast.service.persons.traces import Traces
    from holdfast.service.persons.who import Rows, Whom
    from holdfast.service.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody.

    Attributes:
        who: They.
        rows: Of tables, as these have them.
        traces: What tells of them in texts.
        places: Where the folder of the workspace holds something of them.
        notes: What a reader must know: what cannot be found, and what is left.
    """

    who: Whom
    rows: Rows
    traces: Traces
    places: tuple[Place, ...]
    notes: tuple[str, ...]

    @property
    def found(self) -> PersonFound:
        """What is told of it."""
        who = self.who
        return PersonFound(
            who.asked, who.people, who.customers, who.accounts, who.emails, self.rows, self.places, self.notes
        )


def known_of(workspace: Workspace, asked: str, *, erase: bool = False) -> Known:
    """What a workspace's tables and files know of somebody, and on demand its erasing.

    Erasing adds a digest of each of their ids to ``.holdfast/erased.json``. Every loading of tables heeds it,
    so that they do not come back with the next refresh: ids are pseudonyms there, and what they wrote, their
    address and role are not read. Counts stay.

    Args:
        workspace: Open.
        asked: Id of a person, of a customer who is a person, or an e-mail address.
        erase: Take out what was found.

    Raises:
        GoneError: Nobody has the id.
        InputError: It is of an account with persons of its own.
        SourceError: The engine or the disk failed.
    """
    with workspace.engine.snapshot():
        who = whom(workspace, asked)
        rows = rows_of(workspace, who)
        told = traces(who, words_of(rows))
    if erase:
        # Before any pseudonym is written, so that all of them are made with the salt that is kept.
        erase_too(workspace.path.parent, people=(), customers=())
    found = places(workspace, who, rows, told, erase=erase)
    notes = tuple(_notes(workspace, who, told))
    if erase and who.ids:
        # Last: what was written before it can be found again by their words, should this stop on the way.
        erase_too(workspace.path.parent, people=who.people, customers=who.customers)
    return Known(who, rows, told, found, notes)


def _notes(workspace: Workspace, who: Whom, told: Traces) -> Iterator[str]:
    if who.is_erased:
        yield "They were erased before: the tables tell of them no more, and their words cannot be known."
    if who.emails and not who.ids:
        yield "No table has this address; texts were searched for it, and nothing is kept of it."
    if told.unsought:
        yield f"Not looked for in texts, since numbers and words are like it: {', '.join(told.unsought)}."
    if who.accounts and "churn_reasons" in workspace.tables:
        yield (
            "What an account said on leaving names no person, and stays. Look where they may have said it: "
            f"{', '.join(who.accounts[:5])}."
        )
    yield (
        "Not reached: your own sources, files that were saved or sent elsewhere, backups until you delete "
        "them, and texts by others that name them otherwise than by address or whole name."
    )
