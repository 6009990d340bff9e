"""Models of repeat purchases by name, and what they have in common."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, Self

from holdfast.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from holdfast.stats.maximum_likelihood import Maximum
    from holdfast.stats.purchase_histories import PurchaseHistories

    Reals = NDArray[np.float64]


class NobodyLeavesError(InputError):
    """The purchases are told best by a model in which no customer ever leaves."""


class RepeatModel(Protocol):
    """A model of repeat purchases with its parameters: `BgNbd`, `MbgNbd`, `ParetoNbd` or `Nbd`."""

    def probability_alive(self, histories: PurchaseHistories) -> Reals:
        """Chance that a customer of each row has not left by the end of the calibration."""

    def expected_purchases(self, histories: PurchaseHistories, time: float) -> Reals:
        """Days with a purchase to expect of a customer of each row within a time after the calibration."""

    @classmethod
    def at_maximum(cls, histories: PurchaseHistories) -> tuple[Self, Maximum]:
        """The parameters of highest likelihood.

        Raises:
            NobodyLeavesError: The purchases are told best by `Nbd`.
            InputError: The fit did not converge.
        """


REPEAT_MODELS = {"mbg_nbd": "MbgNbd", "bg_nbd": "BgNbd", "pareto_nbd": "ParetoNbd", "nbd": "Nbd"}
"""Names of the models and of their classes, in the modules of the names."""

PARAMETERS = {
    "mbg_nbd": ("r", "alpha", "a", "b"),
    "bg_nbd": ("r", "alpha", "a", "b"),
    "pareto_nbd": ("r", "alpha", "s", "beta"),
    "nbd": ("r", "alpha"),
    "gamma_gamma": ("p", "q", "gamma"),
    "sbg": ("alpha", "beta"),
}
"""Names of each model's parameters, in the order of a fit's values."""


def repeat_model(name: str) -> type[RepeatModel]:
    """The class of a model, its module loaded now.

    Raises:
        InputError: There is no such model.
    """
    if name not in REPEAT_MODELS:
        raise InputError("model", f"{name!r} is not known", "one of " + ", ".join(REPEAT_MODELS))
    found: type[RepeatModel] = getattr(import_module(f"holdfast.stats.{name}"), REPEAT_MODELS[name])
    return found
