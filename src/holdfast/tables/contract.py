"""The canonical tables, column by column: the one contract of files, databases, simulator and engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.tables.model import Column, Order, Table

if TYPE_CHECKING:
    from holdfast.tables.model import LogicalType


def _must(name: str, logical: LogicalType, meaning: str) -> Column:
    return Column(name, logical, nullable=False, meaning=meaning)


def _may(name: str, logical: LogicalType, meaning: str, *, may_be_future: bool = False) -> Column:
    return Column(name, logical, nullable=True, meaning=meaning, may_be_future=may_be_future)


def _kind(name: str, meaning: str, values: tuple[str, ...], *, is_open: bool = False) -> Column:
    return Column(name, "text", nullable=False, meaning=meaning, values=values, is_open=is_open)


def _count(name: str, meaning: str) -> Column:
    return Column(name, "int", nullable=False, meaning=meaning, low=0)


def _reference(name: str, table: str, meaning: str, *, nullable: bool = False) -> Column:
    return Column(name, "text", nullable=nullable, meaning=meaning, references=table)


_CUSTOMER = _reference("customer_id", "customers", "the account")
_PERSON = _reference("person_id", "people", "the person; null: not known", nullable=True)
_AMOUNT = Column("amount_minor", "int", nullable=False, meaning="integer minor units, such as cents", low=0)
_CURRENCY = _must("currency", "text", "ISO 4217 code")

_CUSTOMERS = Table(
    "customers",
    (
        _must("customer_id", "text", "the account that pays or orders"),
        _must("signed_at", "ts", "when it became a customer"),
        _reference("parent_id", "customers", "the account it belongs to; null: none", nullable=True),
        _may("owner", "text", "who looks after it; null: nobody"),
        _may("is_paying", "bool", "pays now; null: not known"),
        _may(
            "free_since",
            "ts",
            "when it went to a free plan; null: never. Equal to `signed_at`: a free account without a "
            "contract; before: it was free, then signed; after: it left the paid plan",
        ),
    ),
    key=("customer_id",),
    mutability="state",
    meaning="one account; further text columns are its segments (plan, size, region …)",
)

_PEOPLE = Table(
    "people",
    (
        _must("person_id", "text", "the person"),
        _CUSTOMER,
        _may("email", "text", "address; null: not known"),
        _may("role", "text", "role at the customer; null: not known"),
        _may("created_at", "ts", "when first seen; null: not known"),
    ),
    key=("person_id",),
    mutability="state",
    meaning="one person of a customer",
)

_SUBSCRIPTIONS = Table(
    "subscriptions",
    (
        _must("subscription_id", "text", "the subscription"),
        _CUSTOMER,
        _may("plan", "text", "plan of the span; null: not known"),
        _must("started_at", "ts", "start of the span"),
        _may("ended_at", "ts", "end of the span, exclusive; null: still open", may_be_future=True),
        _may("cancel_requested_at", "ts", "when the customer gave notice; null: never"),
        _kind("state", "state during the span", ("trial", "active", "past_due", "paused", "ended")),
        Column("interval_months", "int", nullable=False, meaning="months one payment covers", low=1),
        _AMOUNT,
        _CURRENCY,
    ),
    key=("subscription_id", "started_at"),
    mutability="state",
    meaning="one span of a subscription in one state, plan and price",
    orders=(Order("started_at", "ended_at"),),
)

_ORDERS = Table(
    "orders",
    (
        _must("order_id", "text", "the order"),
        _reference("customer_id", "customers", "the account; null: a guest", nullable=True),
        _must("ordered_at", "ts", "when it was placed"),
        Column(
            "amount_minor", "int", nullable=False, meaning="integer minor units; a refund may be negative"
        ),
        _CURRENCY,
        _kind("kind", "what it is", ("sale", "refund", "test")),
    ),
    key=("order_id",),
    mutability="append",
    meaning="one order or one refund",
    watermark="ordered_at",
)

_EVENTS = Table(
    "events",
    (
        _CUSTOMER,
        _PERSON,
        _must("name", "text", "what was done"),
        _must("occurred_at", "ts", "when"),
    ),
    key=(),
    mutability="append",
    meaning="one thing done in the product; doubled rows are allowed and counted",
    watermark="occurred_at",
)

_TICKETS = Table(
    "tickets",
    (
        _must("ticket_id", "text", "the ticket"),
        _CUSTOMER,
        _PERSON,
        _must("opened_at", "ts", "when it was opened"),
        _may("first_public_reply_at", "ts", "first public answer by a person; null: not yet"),
        _may("first_solved_at", "ts", "first solved; null: not yet"),
        _may("last_solved_at", "ts", "last solved; null: not yet"),
        _count("reopened", "times it was opened again"),
        _may("channel", "text", "channel; null: not known"),
        _may("category", "text", "category; null: none given"),
        _may("priority", "text", "priority; null: none given"),
        _may("text", "text", "what was written; null: not exported"),
        Column("csat", "int", nullable=True, meaning="rating 1 to 5; null: not rated", low=1, high=5),
    ),
    key=("ticket_id",),
    mutability="mutable",
    meaning="one request for help",
    watermark="opened_at",
    orders=(
        Order("opened_at", "first_public_reply_at"),
        Order("opened_at", "first_solved_at"),
        Order("first_solved_at", "last_solved_at"),
    ),
)

_SURVEYS = Table(
    "surveys",
    (
        _must("survey_id", "text", "one questionnaire sent to one person"),
        _PERSON,
        _CUSTOMER,
        _kind("kind", "what is asked", ("nps", "csat", "ces")),
        _must("sent_at", "ts", "when it was sent"),
        _may("answered_at", "ts", "when it was answered; null: not answered"),
        Column(
            "score",
            "int",
            nullable=True,
            meaning="nps 0 to 10, csat 1 to 5, ces 1 to 7; null: none",
            low=0,
            high=10,
        ),
        _may("channel", "text", "how it was asked, such as email or in_app; null: not known"),
        _may("comment", "text", "what was written; null: nothing"),
    ),
    key=("survey_id",),
    mutability="mutable",
    meaning="one questionnaire sent",
    watermark="sent_at",
    orders=(Order("sent_at", "answered_at"),),
)

_ENGAGEMENTS = Table(
    "engagements",
    (
        _must("engagement_id", "text", "the meeting"),
        _CUSTOMER,
        _kind("kind", "what it is for", ("onboarding", "review_call", "check_in", "training"), is_open=True),
        _may("offered_at", "ts", "when it was offered; null: never or not known"),
        _may("scheduled_at", "ts", "when a date was agreed; null: not yet"),
        _may("planned_for", "ts", "the date agreed; null: none", may_be_future=True),
        _may("completed_at", "ts", "when it was held; null: not yet"),
        _count("rescheduled", "times the date was moved"),
        _may("owner", "text", "who holds it; null: nobody"),
    ),
    key=("engagement_id",),
    mutability="mutable",
    meaning="one meeting offered to, agreed with or held with a customer",
    orders=(Order("offered_at", "completed_at"), Order("scheduled_at", "completed_at")),
)

_ISSUES = Table(
    "issues",
    (
        _must("issue_id", "text", "the issue"),
        _CUSTOMER,
        _must("raised_at", "ts", "when it was raised"),
        _kind("source", "where it came up", ("onboarding", "call", "survey", "ticket")),
        _may("resolved_at", "ts", "when it was resolved; null: not yet"),
        _may("owner", "text", "who mends it; null: nobody"),
    ),
    key=("issue_id",),
    mutability="mutable",
    meaning="one problem a customer raised",
    watermark="raised_at",
    orders=(Order("raised_at", "resolved_at"),),
)

_ONBOARDING_STEPS = Table(
    "onboarding_steps",
    (
        _CUSTOMER,
        _must("step", "text", "name of the step"),
        Column("version", "int", nullable=False, meaning="version of the list of steps", low=0),
        _must("completed_at", "ts", "when it was completed"),
    ),
    key=("customer_id", "step", "version"),
    mutability="append",
    meaning="one step completed by one customer",
    watermark="completed_at",
)

_CHURN_REASONS = Table(
    "churn_reasons",
    (
        _CUSTOMER,
        _must("left_at", "ts", "when it left"),
        _may("reason", "text", "reason from a list; null: none given"),
        _may("text", "text", "in the customer's words; null: none"),
        _kind("source", "who says so", ("form", "call", "account team")),
    ),
    key=("customer_id", "left_at"),
    mutability="append",
    meaning="why one customer left",
    watermark="left_at",
)

_REFERRALS = Table(
    "referrals",
    (
        _must("referral_id", "text", "the invitation"),
        _reference("referrer_id", "customers", "the customer who invited"),
        _must("invited_at", "ts", "when"),
        _reference("referred_customer_id", "customers", "who came; null: nobody yet", nullable=True),
        _may("accepted_at", "ts", "when accepted; null: not yet"),
    ),
    key=("referral_id",),
    mutability="mutable",
    meaning="one invitation by a customer",
    watermark="invited_at",
    orders=(Order("invited_at", "accepted_at"),),
)

_COSTS = Table(
    "costs",
    (
        _reference("customer_id", "customers", "the account; null: for all", nullable=True),
        _kind("kind", "what for", ("acquisition", "retention", "service")),
        _must("at", "ts", "when"),
        _AMOUNT,
        _CURRENCY,
    ),
    key=(),
    mutability="append",
    meaning="one amount spent on customers",
    watermark="at",
)

_ASSIGNMENTS = Table(
    "assignments",
    (
        _CUSTOMER,
        _must("play", "text", "the play"),
        _kind("arm", "what it gets", ("treated", "holdout")),
        _must("assigned_at", "ts", "when"),
        _must("seed", "text", "seed of the draw, so that it can be repeated"),
    ),
    key=("customer_id", "play"),
    mutability="append",
    meaning="one customer drawn into one arm of one play",
    watermark="assigned_at",
)

_CALENDAR_EVENTS = Table(
    "calendar_events",
    (
        Column("at", "ts", nullable=False, meaning="when", may_be_future=True),
        _must("label", "text", "what happened (price rise, outage, reorganisation …)"),
    ),
    key=(),
    mutability="append",
    meaning="one thing that happened to everybody",
)

_ALL = (
    _CUSTOMERS,
    _PEOPLE,
    _SUBSCRIPTIONS,
    _ORDERS,
    _EVENTS,
    _TICKETS,
    _SURVEYS,
    _ENGAGEMENTS,
    _ISSUES,
    _ONBOARDING_STEPS,
    _CHURN_REASONS,
    _REFERRALS,
    _COSTS,
    _ASSIGNMENTS,
    _CALENDAR_EVENTS,
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}

# One scale per question; the survey table's own bounds are the widest of them.
SCORE_RANGES: dict[str, tuple[int, int]] = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
