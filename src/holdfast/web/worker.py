"""The worker process: ``python -m holdfast.web.worker``."""

from __future__ import annotations

import signal

from holdfast.web.serving import set_up


def main() -> None:
    """Work until a signal says stop; the job that runs then is finished first."""
    set_up()
    from holdfast.web.jobs.timetable import TIMETABLE  # noqa: PLC0415 - Django is set up by now
    from holdfast.web.jobs.working import Working  # noqa: PLC0415

    working = Working(TIMETABLE, interval=1.0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: working.stop())
    working.run()


if __name__ == "__main__":
    main()
