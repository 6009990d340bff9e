"""The worker process: ``python -m holdfast.web.worker [SECONDS]``."""

from __future__ import annotations

import os
import signal
import sys

from holdfast.web.parents import end_with
from holdfast.web.serving import set_up

_PATIENCE = 20.0


def main(patience: float) -> None:
    """Work until a signal says stop; the job that runs then is finished first, if it is within the patience.

    One that takes longer is left unfinished, and runs again in the next worker.

    Args:
        patience: Seconds.
    """
    end_with(os.environ)
    set_up()
    from holdfast.web.jobs.timetable import TIMETABLE  # noqa: PLC0415 - Django is set up by now
    from holdfast.web.jobs.working import Working  # noqa: PLC0415

    working = Working(TIMETABLE, interval=1.0)

    def stop(*_: object) -> None:
        working.stop()
        # What no handler is set for ends the process, in whatever call it hangs.
        signal.setitimer(signal.ITIMER_REAL, patience)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    working.run()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else _PATIENCE)
