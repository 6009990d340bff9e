"""Whom an id or an address means, and the rows of tables that tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import literal, quoted
from holdfast.connect.store.erased import erased_in
from holdfast.errors import GoneError, InputError
from holdfast.tables import TABLES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.metrics.protocol import Cell
    from holdfast.service.workspace import Workspace

    Rows = Mapping[str, Sequence[Mapping[str, Cell]]]
    """By table, by column."""

WORDS = {"tickets": "text", "surveys": "comment", "churn_reasons": "text"}
"""Table to its column of what somebody wrote."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody of a customer.

    Attributes:
        asked: The id or address, as it was given.
        people: Their ids as persons.
        customers: Their ids as customers, where a customer is a person, as in a shop.
        accounts: The accounts that they belong to; these stay.
        emails: Their addresses.
        is_erased: They were erased before: tables tell of them no more, but copies may.
    """

    asked: str
    people: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    is_erased: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.people, *self.customers)


def whom(workspace: Workspace, asked: str) -> Whom:
    """Whom an id or an address means.

    An id is looked for among persons first, then among customers without any person of their own. Of an
    address all persons are meant that have it, whatever its case.

    Raises:
        GoneError: Nobody has the id.
        InputError: It is empty, or of an account with persons: these are to be named one by one.
        SourceError: The engine failed.
    """
    asked = asked.strip()
    if not asked:
        raise InputError("ID", "it is empty", "an id or an e-mail address", "Name a person")
    found = _person(workspace, asked) or _customer(workspace, asked)
    if found:
        return found
    erased = erased_in(workspace.path.parent)
    known = [kind for kind in ("person", "customer") if erased.digest(kind, asked) in erased.of(kind)]
    if known or "@" in asked:
        return Whom(
            asked,
            people=(asked,) if "person" in known else (),
            customers=(asked,) if "customer" in known else (),
            emails=(asked,) if "@" in asked else (),
            is_erased=bool(known),
        )
    remedy = "Look for the id as the tables have it, or give the e-mail address"
    raise GoneError(asked, "no person and no customer has this id", "an id of people or customers", remedy)


def rows_of(workspace: Workspace, who: Whom) -> Rows:
    """All rows that tell of somebody, as the tables have them; tables without any are left out."""
    found = {}
    for table in workspace.tables:
        told = " OR ".join(_conditions(workspace, table, who))
        if told:
            names = list(workspace.engine.columns(table))
            listed = ", ".join(map(quoted, names))
            rows = workspace.engine.rows(f"SELECT {listed} FROM {table} WHERE {told}")  # noqa: S608 - quoted
            if rows:
                found[table] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def words_of(rows: Rows) -> tuple[str, ...]:
    """What they wrote."""
    texts = (
        str(row[WORDS[table]]) for table in WORDS for row in rows.get(table, ()) if row.get(WORDS[table])
    )
    return tuple(dict.fromkeys(texts))


def _conditions(workspace: Workspace, table: str, who: Whom) -> Iterator[str]:
    present = workspace.engine.columns(table)
    for column in TABLES[table].columns:
        of = column.references or (table if TABLES[table].key == (column.name,) else None)
        known = {"people": who.people, "customers": who.customers}.get(str(of), ())
        if known and column.name in present:
            yield f"{quoted(column.name)} IN ({', '.join(map(literal, known))})"


def _person(workspace: Workspace, asked: str) -> Whom | None:
    people = _people(workspace, f"person_id = {literal(asked)}") or _people(
        workspace, f"LOWER(TRIM(email)) = {literal(asked.lower())}"
    )
    if people:
        ids, accounts, emails = (tuple(dict.fromkeys(cells)) for cells in zip(*people, strict=True))
        more = (
            (asked,) if "@" in asked and asked.lower() not in {one.lower() for one in emails if one} else ()
        )
        return Whom(asked, people=ids, accounts=accounts, emails=(*filter(None, emails), *more))
    for table in workspace.tables:
        if "person_id" in workspace.engine.columns(table):
            told = f"SELECT customer_id FROM {table} WHERE person_id = {literal(asked)}"  # noqa: S608 - a literal
            if rows := workspace.engine.rows(told):
                accounts = tuple(dict.fromkeys(str(one) for (one,) in rows))
                emails = (asked,) if "@" in asked else ()
                return Whom(asked, people=(asked,), accounts=accounts, emails=emails)
    return None


def _people(workspace: Workspace, told: str) -> list[tuple[str, str, str]]:
    if "people" not in workspace.tables:
        return []
    rows = workspace.engine.rows(f"SELECT person_id, customer_id, email FROM people WHERE {told} ORDER BY 1")  # noqa: S608 - literals
    return [(str(person), str(customer), str(email or "")) for person, customer, email in rows]


def _customer(workspace: Workspace, asked: str) -> Whom | None:
    """A customer who is a person: nobody else belongs to it."""
    columns = [name for name in workspace.engine.columns("customers") if "mail" in name.lower()]
    told = [f"customer_id = {literal(asked)}"]
    told += [f"LOWER(TRIM({quoted(name)})) = {literal(asked.lower())}" for name in columns]
    listed = ", ".join(["customer_id", *map(quoted, columns)])
    rows = workspace.engine.rows(f"SELECT {listed} FROM customers WHERE {' OR '.join(told)} ORDER BY 1")  # noqa: S608 - literals
    if not rows:
        return None
    ids = tuple(str(row[0]) for row in rows)
    people = _people(workspace, f"customer_id IN ({', '.join(map(literal, ids))})")
    if people:
        found = f"it is an account with {len(people):,} persons of its own, such as {people[0][0]}"
        raise InputError(asked, found, "one person", "Name each person by id or e-mail address")
    return Whom(asked, customers=ids, emails=tuple(str(one) for row in rows for one in row[1:] if one))
