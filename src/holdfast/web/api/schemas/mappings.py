"""How files are read as tables: what is proposed, what is found by it, and what shall be otherwise."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from holdfast.web.api.schemas.dataset import FileAnswer
from holdfast.web.api.schemas.plain import Name, storable

Encoding = Literal["utf-8", "latin-1", "utf-16"]
DecimalMark = Literal[".", ","]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class OriginStated(Schema):
    """Where a canonical column comes from: a column of the file, one value for every row, or neither.

    Attributes:
        date_format: strptime form; empty for ISO 8601.
        is_decimal: Amounts are decimal (12.34), not minor units.
        values: Values of the file to ours.
    """

    column: Name = ""
    value: Name = ""
    date_format: Annotated[str, StringConstraints(max_length=60), AfterValidator(storable)] = ""
    is_decimal: bool = False
    values: Annotated[dict[Name, Name], Field(max_length=200)] = {}


class MappingStated(Schema):
    """What shall be otherwise than it is proposed or stands; what is left out stays.

    Attributes:
        columns: Canonical column to its origin, which is then all that is said of it.
        segments: Columns of the file that are segments of customers.
        time_zone: Of times without an offset; empty for the company's.
    """

    columns: Annotated[dict[Name, OriginStated], Field(max_length=100)] = {}
    segments: Annotated[list[Name], Field(max_length=500)] | None = None
    time_zone: Name | None = None
    decimal_mark: DecimalMark | None = None
    encoding: Encoding | None = None


class CompanyStated(Schema):
    """Who measures: needed with the first table of a workspace, and not after it."""

    name: Name
    time_zone: Name
    currency: Annotated[str, StringConstraints(max_length=3), AfterValidator(storable)]


class MappingUsed(MappingStated):
    """A mapping to use, with the digest of the workspace file that was seen with it."""

    seen: Digest


class FileUsed(MappingUsed):
    """The same of a file that waits."""

    company: CompanyStated | None = None


class TableChosen(Schema):
    """Which table a file gives; `alone` where it shall not be read together with others that wait."""

    table: Name
    alone: bool = False


class SampleAnswer(Schema):
    """What stands in the file, and what is read of it; empty where nothing is understood."""

    found: str
    read: str


class ColumnAnswer(Schema):
    """A canonical column and its origin.

    Attributes:
        needed: Every row has to have it.
        known_values: What its values have to be; none where any will do.
        values: Values of the file to ours; empty for one that means none of them.
        date_formats: Those that may be chosen, for instants.
        remark: What a person should look at.
        fault: What does not fit, with examples by row and what to do; null where all does.
    """

    name: str
    type: str
    needed: bool
    known_values: list[str]
    column: str
    value: str
    date_format: str
    date_formats: list[str]
    is_decimal: bool
    values: dict[str, str]
    samples: list[SampleAnswer]
    remark: str
    fault: dict[str, Any] | None


class ReadingAnswer(Schema):
    """Files as a mapping reads them.

    Attributes:
        names: Columns of the file.
        first_rows: As they stand there, in the order of `names`.
        segments: Name of each segment to the column of the file.
        rows: How many there are; null where they were not counted.
        error: Why nothing can be read; empty where it can.
        seen: Digest of the workspace file; send it with the mapping that is used.
    """

    table: str
    names: list[str]
    first_rows: list[list[str]]
    columns: list[ColumnAnswer]
    segments: dict[str, str]
    rows: int | None
    error: str
    seen: str


class FileReadAnswer(Schema):
    """A file that waits, and how it is read; null where nobody has said which table it gives.

    Attributes:
        origin: Whose export it is, in words; empty where none is known.
        beside: Files that are read together with it.
        needs_company: There is no workspace yet: send `company` with the mapping that is used.
    """

    file: FileAnswer
    origin: str
    beside: list[str]
    needs_company: bool
    reading: ReadingAnswer | None
