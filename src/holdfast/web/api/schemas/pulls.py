"""Files that are fetched by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, StringConstraints

from holdfast.web.api.schemas.plain import Name, storable

Place = Annotated[str, StringConstraints(max_length=500), AfterValidator(storable)]
Query = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(storable)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(storable)]
Every = Literal[60, 360, 1440, 10080]


class PullAnswer(Schema):
    """A file that is fetched again and again; `error` is empty where the last attempt went well.

    Attributes:
        place: The address without what follows its question mark, the folder, or the name of the database.
        what: Name or pattern of the file in a folder, or the query of a database.
        header: Name of the value that is sent as `Authorization`, which the server holds; or empty.
        revision: To send with a change.
    """

    id: int
    name: str
    kind: str
    place: str
    what: str
    header: str
    every_minutes: int
    is_on: bool
    due_at: datetime
    tried_at: datetime | None
    pulled_at: datetime | None
    error: str
    revision: str


class PullStated(Schema):
    """A file to fetch: where from, what it is called here, and how often.

    Attributes:
        place: An address (https://), a folder that the operator allows, or the name of a database.
        what: Name or pattern of the file in a folder, or the query of a database; empty for an address.
        name: Of the file, such as `orders.csv`; a table that reads a file of this name gets it at once.
    """

    kind: Literal["url", "folder", "database"]
    place: Place
    name: FileName
    every_minutes: Every = 1440
    what: Query = ""
    header: Name = ""


class PullChanged(Schema):
    """What shall change, with the `revision` that was read; what is left out stays, an empty place too."""

    revision: Name
    place: Place = ""
    name: FileName = ""
    every_minutes: Every = 1440
    what: Query = ""
    header: Name = ""


class PullRests(Schema):
    """Whether it rests."""

    rests: bool
