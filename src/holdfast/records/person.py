"""One person of a customer: what is known of them, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that holds something of a person.

    Attributes:
        name: File or table.
        count: How many ``what`` there are.
        what: A row, a text, a trace: the noun in the singular.
        done: What erasing does there, as a sentence without its end.
        is_left: Erasing leaves them as they are.
    """

    name: str
    count: int
    what: str
    done: str
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class PersonFound:
    """What is known of somebody.

    Attributes:
        asked: The id or address, as it was given.
        people: Their ids as persons.
        customers: Their ids as customers, where a customer is a person.
        accounts: The accounts that they belong to.
        emails: Their addresses.
        tables: Rows that tell of them by table, each by column.
        places: Where there is something of them; none has a count of 0.
        notes: What cannot be found, and what is left.
    """

    asked: str
    people: tuple[str, ...]
    customers: tuple[str, ...]
    accounts: tuple[str, ...]
    emails: tuple[str, ...]
    tables: Mapping[str, Sequence[Mapping[str, object]]]
    places: tuple[Place, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON has it, with stable keys."""
        return {
            "asked": self.asked,
            "people": list(self.people),
            "customers": list(self.customers),
            "accounts": list(self.accounts),
            "emails": list(self.emails),
            "tables": {table: [dict(row) for row in rows] for table, rows in self.tables.items()},
            "places": [{"place": one.name, "count": one.count, "what": one.what} for one in self.places],
            "notes": list(self.notes),
        }
