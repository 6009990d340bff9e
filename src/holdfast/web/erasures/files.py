"""Files that were uploaded: in use, waiting for a mapping, or kept to be put back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from holdfast.connect.store.erased import erased_in, with_salt
from holdfast.records.person import Place
from holdfast.service.persons.uploads import uploads
from holdfast.web.dataset import places
from holdfast.web.dataset.models import Arrival

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.persons.erasing import Known
    from holdfast.service.workspace import Workspace

_WAITS = "left: it waits for a mapping; drop it, or use it and erase again"


def uploaded(workspace: Workspace, known: Known, *, erase: bool) -> Iterator[Place]:
    """Uploaded files that hold something of somebody.

    Args:
        workspace: Open.
        known: What tells of them.
        erase: Take it out; earlier files that hold something of them can then not be put back.

    Raises:
        SourceError: The disk failed.
    """
    folder = places.folder()
    used = {
        folder / one for one in Arrival.objects.filter(state="used").values_list("placed", flat=True) if one
    }
    yield from uploads(workspace, known.who, with_salt(erased_in(folder)), used, erase=erase)
    for row in Arrival.objects.filter(kept=True):
        kept = places.earlier(row)
        if kept.is_file() and _holds(kept, known):
            if erase:
                shutil.rmtree(kept.parent, ignore_errors=True)
                Arrival.objects.filter(pk=row.pk).update(kept=False)
            yield Place(
                f"{row.placed}, the earlier file", 1, "file", "removed: it cannot be put back any more"
            )
    for row in Arrival.objects.filter(state="waiting"):
        path = places.waiting(row)
        if path.is_file() and _holds(path, known):
            yield Place(f"{row.name}, which waits", 1, "file", _WAITS, is_left=True)


def _holds(path: Path, known: Known) -> bool:
    """Something of theirs stands in its bytes; of packed files it is taken for granted."""
    if path.suffix in {".parquet", ".pq", ".gz"}:
        return True
    texts = (path.read_text(encoding=one, errors="ignore") for one in ("utf-8", "utf-16"))
    needles = [*known.who.ids, *known.who.emails]
    return any(known.traces.cleared(text)[1] or any(one in text for one in needles) for text in texts)
