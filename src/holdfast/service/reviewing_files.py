"""Many files at once: which ones are reviewed, and what becomes of those that cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from holdfast.connect.documents import read_document
from holdfast.errors import HoldfastError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from holdfast.review.run import Review

    IsLeftOut = Callable[[Path], bool]

STANDARD_INPUT = "-"


# Named tuples, not dataclasses: they are made in a fifth of the time, which counts at every start.
class OkrFile(NamedTuple):
    """A file to review.

    Attributes:
        name: As messages and reviews call it.
        path: Where it lies; None for standard input.
        is_found: It was found in a folder and not named, so that it may hold something else.
    """

    name: str
    path: Path | None
    is_found: bool = False


class ReviewedFile(NamedTuple):
    """A file, its bytes as they were read, and its review."""

    file: OkrFile
    data: bytes
    review: Review


class ReviewedFiles(NamedTuple):
    """What became of all files, in their order.

    Attributes:
        reviewed: Those that hold an OKR.
        skipped: Names of those that were found in a folder and hold none.
        errors: One for each file that was to be reviewed and could not be.
    """

    reviewed: tuple[ReviewedFile, ...] = ()
    skipped: tuple[str, ...] = ()
    errors: tuple[HoldfastError, ...] = ()


def okr_files(
    names: Iterable[str], *, is_left_out: IsLeftOut, stdin_name: str | None = None, skip_others: bool = False
) -> tuple[tuple[OkrFile, ...], tuple[HoldfastError, ...]]:
    """The files of names, folders and patterns, each once, in the order given; and what could not be found.

    Args:
        names: Files, folders (searched at any depth), patterns, or ``-`` for standard input.
        is_left_out: True for what the settings leave out of folders.
        stdin_name: What standard input is called.
        skip_others: Named files are taken as if found in a folder.
    """
    files: dict[object, OkrFile] = {}
    errors: list[HoldfastError] = []
    for name in names:
        try:
            for file in _files(name, is_left_out, stdin_name, skip_others):
                files.setdefault(file.path.absolute() if file.path else STANDARD_INPUT, file)
        except HoldfastError as error:
            errors.append(error)
    return tuple(files.values()), tuple(errors)


def _files(
    name: str,
    is_left_out: IsLeftOut,
    stdin_name: str | None,
    skip_others: bool,  # noqa: FBT001 - of one module
) -> Iterator[OkrFile]:
    if name == STANDARD_INPUT:
        yield OkrFile(stdin_name or STANDARD_INPUT, None)
        return
    if not name:
        remedy = "Look at the variable it may come from"
        raise InputError("FILE", "an empty name", "the path of an OKR file, or - for standard input", remedy)
    path = Path(name)
    if path.is_dir():
        yield from _found_in(path, is_left_out)
    elif skip_others and is_left_out(path):
        return
    elif not path.exists() and _is_pattern(name):
        from holdfast.connect.folders import matching  # noqa: PLC0415 - most shells expand patterns

        for match in matching(name):
            yield from _files(str(match), is_left_out, None, skip_others)
    else:
        yield OkrFile(_shown(name), path, is_found=skip_others)


def _found_in(folder: Path, is_left_out: IsLeftOut) -> Iterator[OkrFile]:
    from holdfast.connect.folders import ENDINGS, files_in  # noqa: PLC0415 - a single file needs no search

    found = tuple(
        OkrFile(_shown(str(path)), path, is_found=True) for path in files_in(folder, is_left_out=is_left_out)
    )
    if not found:
        endings = ", ".join(ENDINGS)
        remedy = "Name another folder, or look at exclude in the settings"
        raise InputError(
            str(folder), "there is no OKR file in this folder", f"a file ending {endings}", remedy
        )
    yield from found


def _shown(name: str) -> str:
    """The name as it can be printed anywhere, also where the disk holds one that is no text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_pattern(name: str) -> bool:
    return not {"*", "?", "["}.isdisjoint(name)


def review_files(
    files: Iterable[OkrFile],
    *,
    review: Callable[[OkrFile, bytes], Review],
    read_standard_input: Callable[[], bytes],
    prepare: Callable[[Sequence[tuple[OkrFile, bytes]]], None] | None = None,
) -> ReviewedFiles:
    """Every file reviewed that can be; one that cannot be does not keep the others from it.

    Args:
        files: What to review.
        review: Reviews one file's bytes.
        read_standard_input: Called at most once.
        prepare: Called once with all files that could be read, before the first is reviewed.
    """
    reviewed: list[ReviewedFile] = []
    skipped: list[str] = []
    errors: list[HoldfastError] = []
    read = [(file, *_read(file, read_standard_input)) for file in files]
    if prepare is not None:
        prepare([(file, data) for file, data, error in read if error is None])
    for file, data, error in read:
        try:
            if error is not None:
                raise error
            reviewed.append(ReviewedFile(file, data, review(file, data)))
        except InputError as refused:
            if file.is_found and not _is_meant_as_okr(data):
                skipped.append(file.name)
            else:
                errors.append(refused)
        except HoldfastError as failed:
            errors.append(failed)
    return ReviewedFiles(tuple(reviewed), tuple(skipped), tuple(errors))


def _read(file: OkrFile, read_standard_input: Callable[[], bytes]) -> tuple[bytes, HoldfastError | None]:
    try:
        return (read_document(file.path) if file.path is not None else read_standard_input()), None
    except HoldfastError as error:
        return b"", error


def _is_meant_as_okr(data: bytes) -> bool:
    """The keys of an OKR in YAML stand in it, so that its fault is one to mend and no other kind of file."""
    from holdfast.okr.parse import guess_form  # noqa: PLC0415 - only for a file that could not be read

    return guess_form(data[:100_000].decode("utf-8", "replace"), name=STANDARD_INPUT) == "yaml"
