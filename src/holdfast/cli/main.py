"""The program ``holdfast``: finds a command, runs it, turns an error into one message and an exit status."""

from __future__ import annotations

import gc
import os
import sys

import click

import holdfast
from holdfast.cli.lazy import LazyGroup
from holdfast.errors import HoldfastError

#: Command and what it does. Its module loads only when it is used: start-up is part of the product.
COMMANDS = {
    "serve": "Start the web application: pages, API and jobs.",
    "doctor": "Say what the application lacks for production.",
    "backup": "Write the application's records and settings into one file.",
    "restore": "Put such a file back into a workspace.",
    "person": "Export or erase one person of a customer, wherever Holdfast keeps something.",
    "carry": "Carry the application's records from SQLite to PostgreSQL, or back.",
    "review": "Review OKRs as an expert would.",
    "rules": "List the rules.",
    "rule": "Explain one rule.",
    "read": "Read statements, one a line, into JSON.",
    "leavers": "Hold the reasons of customers who left against an OKR.",
    "examples": "Find retention OKRs to learn from, and print one.",
    "why": "Say why customers leave: what they write about, and which of it goes with leaving.",
    "themes": "List, edit and teach the themes that texts are told by.",
    "init": "Write a holdfast.toml for a folder of data.",
    "check": "Check the data: what is missing, doubled, late or impossible.",
    "metrics": "List the metrics, and which of them the data allow.",
    "metric": "Explain one metric: what counts, what does not, with an example and its SQL.",
    "measure": "Measure a metric by period and segment, or all of them.",
    "challenge": "Say how hard a target is, by the metric's own past or by a few typed numbers.",
    "draft": "Draft an OKR from a reason to leave, or from a metric that may lead to staying.",
    "link": "Say whether customers with an experience stay more often than customers like them.",
    "holdout": "Leave some alone by lot, to tell what is done for the others from chance.",
    "freeze": "Write an OKR down as a bet, with its chances, before it is known how it ends.",
    "forecast": "Say how frozen bets stand, beside last week.",
    "settle": "Say what became of frozen bets, once it can be known.",
    "bets": "List the bets, and whether the chances come true.",
    "panel": "Write the customers behind a share to a file.",
    "refresh": "Read what is new, and record the values that changed.",
    "history": "Show every value of a metric that refreshes recorded.",
    "survival": "Say how long customers last, and where in their life they leave.",
    "drivers": "Say which experiences go with leaving, like for like, and what would test them.",
    "risk": "Say who is at risk of leaving, with chances held against what came of them.",
    "worth": "Say what one point of retention is worth, and what keeping customers may cost.",
    "lifetime-value": "Say what customers are still worth, and how far that can be trusted.",
    "demo-company": "Make a simulated company to try Holdfast on.",
}


@click.group(
    cls=LazyGroup,
    commands_told=COMMANDS,
    modules="holdfast.cli.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(holdfast.__version__, prog_name="holdfast", message="%(prog)s %(version)s")
def cli() -> None:
    """Customer-retention OKRs as bets that your own customer data can check."""


def main() -> None:
    """Run the program and exit: 0 clean, 1 findings, 2 bad input, 3 a source failed."""
    # Loading a program makes many objects and no garbage: looking for it every 700 objects costs 5 ms.
    gc.set_threshold(50_000)
    # Our matrices have few columns: threads gain nothing, and wait for each other where cores are busy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except HoldfastError as error:
        click.echo(f"holdfast: {error}", err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("holdfast: stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python must not complain while it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
