"""What a form of the pages says of what a program sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError

if TYPE_CHECKING:
    from django import forms


def checked(form: forms.Form, where: str = "") -> dict[str, Any]:
    """What was sent, as the form reads it.

    Args:
        form: Of a page, with what was sent.
        where: What its fields belong to; empty for the whole of what was sent.

    Raises:
        InputError: The first field that will not do.
    """
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        found, _, remedy = str(errors[0]).rstrip(".").partition(". ")
        raise InputError(f"{where}.{field}" if where else str(field), found, "", remedy or "Correct it")
    return dict(form.cleaned_data)
