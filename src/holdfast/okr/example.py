"""An example OKR: an OKR file in YAML whose first lines, as comments, say what it is an example of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.okr.parse import parse_okr
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.okr.model import KeyResult, Objective, OkrDocument

HEADER = ("title", "domain", "size", "stage", "tags", "note")


@dataclass(frozen=True, slots=True)
class Example:
    """One OKR to learn from or to start from.

    Attributes:
        name: What one asks for it by, the file's name without its ending (``the-second-gift``).
        title: What it is about, in one line.
        domain: The trade (``software``, ``gyms``); small letters.
        size: How many customers, so that the numbers can be judged.
        stage: What kind of company.
        tags: Subjects, in small letters.
        note: What is worth copying from it.
        text: The whole file.
        document: The file as parsed; one objective or more.
    """

    name: str
    title: str
    domain: str
    size: str
    stage: str
    tags: tuple[str, ...]
    note: str
    text: str
    document: OkrDocument

    @property
    def objective(self) -> Objective:
        """The first objective, which is the only one of our own examples."""
        return self.document.objectives[0]

    @property
    def key_results(self) -> tuple[KeyResult, ...]:
        """Those of all objectives, in the order of the file."""
        return tuple(one for objective in self.document.objectives for one in objective.key_results)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Catalogue names that its key results are measured by, each once."""
        named = (one.binding.metric for one in self.key_results if one.binding is not None)
        return tuple(dict.fromkeys(named))

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, with stable keys; ``okr`` is the file itself."""
        return {
            "name": self.name,
            "title": self.title,
            "domain": self.domain,
            "size": self.size,
            "stage": self.stage,
            "tags": list(self.tags),
            "note": self.note,
            "objective": self.objective.text,
            "key_results": [one.text for one in self.key_results],
            "metrics": list(self.metrics),
            "okr": self.text,
        }


def read_example(text: str, *, name: str) -> Example:
    """The example in the text of a file.

    Args:
        text: YAML whose first lines are ``# Title: …`` and the other five of `HEADER`.
        name: File name without its ending.

    Raises:
        InputError: A line of the header is missing, or the rest is no OKR.
    """
    header = _header(text)
    missing = next((key for key in HEADER if not header.get(key)), None)
    if missing is not None:
        found = f"no line '# {missing.capitalize()}: …' at the top"
        raise InputError(f"{name}.yaml", found, "one line for each of " + ", ".join(HEADER), "Write it")
    return Example(
        name=name,
        title=header["title"],
        domain=header["domain"].lower(),
        size=header["size"],
        stage=header["stage"],
        tags=tuple(tag.strip().lower() for tag in header["tags"].split(",")),
        note=header["note"],
        text=text,
        document=parse_okr(text, name=f"{name}.yaml"),
    )


def _header(text: str) -> dict[str, str]:
    """Key and value of the comments before the first line that is none."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line.removeprefix("#").partition(":")
        found[key.strip().lower()] = value.strip()
    return found
