"""Ending with the process that started this one: even when that one is killed, nothing is left running."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PARENT = "HOLDFAST_PARENT"
"""Variable in which whoever starts a process says its own number; without it a process stands alone."""
_SET_PARENT_DEATH_SIGNAL = 1
_LOOK_EVERY = 1.0


def end_with(environment: Mapping[str, str]) -> None:
    """Be told to stop when the parent that the environment names is gone; where it names none, nothing."""
    if environment.get(PARENT, "").isdecimal():
        end_with_process(int(environment[PARENT]))


def end_with_process(parent: int) -> None:
    """Be sent SIGTERM when the parent is gone, by the kernel where it can, else by a thread that looks.

    Args:
        parent: Its number.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it was gone before we could ask
        os.kill(os.getpid(), signal.SIGTERM)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
