"""Activity, output or outcome: who acts, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.clause import head_noun, object_words
from holdfast.review.reading.occasions import is_occasion
from holdfast.review.reading.patterns import find_patterns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.clause import Clause
    from holdfast.review.reading.model import Form, Span
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.spans import Spans
    from holdfast.review.reading.words import Word

_MOVES = frozenset({"up", "down", "keep", "reach"})
_HOSTING = frozenset({"make", "deliver", "set", "open", "prepare", "create", "produce", "provide", "assign"})
_BETTER = frozenset({"comparative_up", "comparative_down", "vague"})
# Verbs of the team that customers do themselves as well.
_CUSTOMERS_TOO = frozenset(
    {"connect", "install", "set", "enable", "configure", "create", "finish", "integrate", "import"}
)
# Verbs of the team that move a number where a metric follows them.
_PUSHING = frozenset({"take", "push", "turn", "work"})
_STATES = frozenset(
    {
        "complete",
        "done",
        "finished",
        "final",
        "live",
        "available",
        "operational",
        "ready",
        "exists",
        "exist",
        "running",
    }
)
_ATTAINING = frozenset({"get", "obtain", "achieve", "attain", "secure", "earn", "reach", "gain", "pass"})
# Verbs that bring a thing of the team's own from one place to another.
_SHIFTING = frozenset({"move", "shift", "switch"})
# Verbs of making that win what cannot be made: trust, a pipeline.
_WINNING = frozenset({"build", "create", "establish", "develop", "make", "rebuild"})
_OF_CUSTOMERS = frozenset(
    {
        "review",
        "rating",
        "referral",
        "testimonial",
        "donation",
        "response",
        "signature",
        "signup",
        "reference",
    }
)


class FormReading(NamedTuple):
    """The form and the words it rests on."""

    form: Form
    span: Span | None


def read_form(sentence: Sentence, clause: Clause, spans: Spans) -> FormReading:
    """Form of a key result: by its head verb and what the verb acts on, else by its subject."""
    if clause.head is None:
        return _subject_form(sentence, clause)
    words = sentence.words
    thing = object_words(words, clause.head)
    form = _verb_form(sentence, clause, thing, spans)
    last = clause.head + max(1, words[clause.head].length) - 1
    return FormReading(form, (words[clause.head].start, words[last].end))


def _verb_form(sentence: Sentence, clause: Clause, thing: Sequence[Word], spans: Spans) -> Form:
    """Form of a sentence with a head verb."""
    if is_occasion(sentence.words[clause.head or 0].verb, thing):
        return "activity"
    if clause.action in _MOVES:
        return _moved(sentence, clause, thing)
    if clause.action == "make":
        return _made(sentence, clause, thing, spans)
    if clause.action == "act":
        return _acted(sentence, clause, thing)
    if clause.action == "serve":
        return _served(sentence, thing, spans)
    return _other(sentence, clause, thing)


def _names_metric(sentence: Sentence, thing: Sequence[Word]) -> bool:
    """A metric's name stands among those words."""
    if not thing:
        return False
    start, end = thing[0].start, thing[-1].end
    return any(
        sentence.words[first].start >= start and sentence.words[last - 1].end <= end
        for _, first, last in sentence.metrics
    )


def _tags(thing: Sequence[Word]) -> frozenset[str]:
    """Classes of the noun that names the thing; of what is counted behind "number of"."""
    count = next((i for i, word in enumerate(thing[:3]) if word.lemma in ("number", "count")), None)
    counts = count is not None and len(thing) > count + 1 and thing[count + 1].lower == "of"
    noun = head_noun(thing[count + 2 :] if count is not None and counts else thing)
    return noun.tags if noun else frozenset()


def _has_measure(thing: Sequence[Word]) -> bool:
    """A noun among the words makes them a measure ("rate", "time")."""
    return any("measure" in word.tags and word.lower not in ("number", "count") for word in thing)


def _moved(sentence: Sentence, clause: Clause, thing: Sequence[Word]) -> Form:
    """A number or state is moved, kept or reached; the team's own things and doings are not an outcome."""
    tags, verb = _tags(thing), sentence.words[clause.head or 0].verb
    if _names_metric(sentence, thing) or _has_measure(thing):
        return "outcome"
    if clause.action == "reach":
        return _reached(thing, tags, verb or "")
    if "internal" in tags:
        return "activity"
    if any(w.amount and w.amount.kind == "percent" for w in sentence.words) or tags & {"won", "ticket"}:
        return "outcome"
    if "artefact" in tags and "customer" not in tags:
        return "output"
    return "activity" if "event" in tags and "measure" not in tags else "outcome"


def _reached(thing: Sequence[Word], tags: frozenset[str], verb: str) -> Form:
    """Won, reached, got: an outcome, unless the thing is the team's own doing."""
    if _gets_done(thing, verb) or (verb == "onboard" and "staff" in tags):
        return "output"
    if verb in _SHIFTING and tags and not tags & {"customer", "won", "measure", "ticket"}:
        return "output"
    if verb in (
        "generate",
        "gain",
        "capture",
        "drive",
        "add",
        "contribute",
        "move",
        "bring",
        "secure",
        "obtain",
    ) and not tags & {
        "won",
        "customer",
    }:
        if "event" in tags:
            return "activity"
        if "artefact" in tags:
            return "output"
    if "feedback" in tags and not any(word.tags & {"percent", "share"} for word in thing):
        return "activity"
    return "outcome"


def _gets_done(thing: Sequence[Word], verb: str) -> bool:
    """Something is brought to its end: get certified, have the contract template approved."""
    ended = any(
        word.lemma
        in ("certified", "certification", "accredited", "accreditation", "compliance", "attestation")
        or (word.shape == "ed" and word.action == "make" and not word.tags & {"qualifier"})
        for word in thing
    )
    return verb in _ATTAINING and ended and not any("percent" in word.tags for word in thing)


def _made(sentence: Sentence, clause: Clause, thing: Sequence[Word], spans: Spans) -> Form:
    """Made: an output; what customers bring is an outcome, what is only held is a doing."""
    tags, verb = _tags(thing), sentence.words[clause.head or 0].verb or ""
    if "intangible" in tags and verb in _WINNING:
        return "outcome"
    if _is_done_by_customers(sentence, thing, tags, verb):
        return "outcome"
    if verb == "finish" and _names_metric(sentence, thing):
        return "outcome"
    is_event = "event" in tags and not tags & {"artefact", "prepared"} and verb in _HOSTING
    return "activity" if is_event or _recurs(spans, thing, tags) else "output"


def _is_done_by_customers(sentence: Sentence, thing: Sequence[Word], tags: frozenset[str], verb: str) -> bool:
    """Customers connect or sign, or they find something easier: their state, although the team's verb."""
    if verb in _CUSTOMERS_TOO and find_patterns(sentence.language.patterns["customers_who"], sentence.words):
        return True
    stands_by = verb in ("establish", "build", "develop") and tags & {"won", "customer"}
    if stands_by and not tags & {"artefact", "event", "threshold"}:
        return True
    eased = verb in ("make", "provide") and any(word.tags & _BETTER for word in thing)
    brought = verb in ("deliver", "produce", "make", "provide") and "won" in tags
    return eased or (brought and not tags & {"artefact", "event"})


def _recurs(spans: Spans, thing: Sequence[Word], tags: frozenset[str]) -> bool:
    """Something is made again and again: deploy every week."""
    counted = any(word.amount or "cadence" in word.tags for word in thing)
    return spans.has("cadence") and not counted and "artefact" not in tags


def _acted(sentence: Sentence, clause: Clause, thing: Sequence[Word]) -> Form:
    """Done by the team: an activity, but for what it finishes and what customers give."""
    verb, noun = sentence.words[clause.head or 0].verb, head_noun(thing)
    if verb == "complete" and clause.actor == "staff" and any(w.tags & {"percent"} for w in thing):
        return "outcome"
    if verb == "complete":
        return _completed(sentence, thing)
    if verb == "support" and any(w.amount for w in thing[:1]) and any("load" in w.tags for w in thing):
        return "outcome"
    head = clause.head or 0
    coupled = [w.lower for w in sentence.words[head + 1 : head + 2]] in (["and"], ["&"])
    if coupled and any(w.action == "make" for w in sentence.words[head + 2 : head + 3]):
        return "output"
    held = verb in ("book", "hold") and (
        any(w.amount and w.amount.kind in ("money", "score") for w in thing) or _has_measure(thing)
    )
    if held or (verb in _PUSHING and _names_metric(sentence, thing)):
        return "outcome"
    given = verb in ("collect", "gather") and noun is not None and noun.lemma in _OF_CUSTOMERS
    joined = verb in ("participate", "join") and clause.actor != "team"
    return "outcome" if given or joined else "activity"


def _completed(sentence: Sentence, thing: Sequence[Word]) -> Form:
    """Finished: customers finish their setup, the team finishes its artefacts, all else is a doing."""
    words, tags = sentence.words, _tags(thing)
    share_of_customers = any("customer" in w.tags for w in words) and any("percent" in w.tags for w in words)
    if share_of_customers and _is_setup(thing):
        return "outcome"
    is_doing = any(word.tags & {"event", "learning"} for word in thing)
    if _is_setup(thing) and not any("customer" in w.tags for w in words):
        return "output"
    return "output" if tags & {"artefact", "measure"} and not is_doing else "activity"


def _is_setup(thing: Sequence[Word]) -> bool:
    """The words name a way that customers go themselves: setup flow, tutorial, profile."""
    names = ("setup", "tutorial", "profile", "checklist", "flow", "kyc", "wizard", "registration", "tour")
    return any(word.lemma in names for word in thing)


def _served(sentence: Sentence, thing: Sequence[Word], spans: Spans) -> Form:
    """Requests answered: an outcome where customers feel it, by time, share or number."""
    words = sentence.words
    if "artefact" in _tags(thing) and not any(word.tags & {"ticket", "customer"} for word in thing):
        return "output"
    if any("ticket" in word.tags or "customer" in word.tags for word in thing) or spans.has("window"):
        return "outcome"
    if any("measure" in word.tags or word.lemma in ("faster", "quicker") for word in words):
        return "outcome"
    return "outcome" if any(word.amount for word in thing) else "activity"


def _joins_in(word: Word) -> bool:
    """The team takes part in something."""
    return word.verb == "participate" or (word.verb == "take" and word.length > 1)


def _other(sentence: Sentence, clause: Clause, thing: Sequence[Word]) -> Form:
    """A state of the team, or a command with a verb of customers."""
    tags = _tags(thing)
    if clause.actor == "team" and sentence.words[clause.head or 0].verb in ("install", "find", "use"):
        return "activity"
    if clause.actor == "staff" and "artefact" in tags and sentence.words[clause.head or 0].verb == "have":
        return "output"
    if clause.actor == "team" and _joins_in(sentence.words[clause.head or 0]):
        return "activity"
    ready = any(w.lower in _STATES or w.lower == "place" for w in sentence.words)
    if clause.actor == "team" and sentence.words[clause.head or 0].verb == "have" and ready:
        return "output" if not _names_metric(sentence, thing) else "outcome"
    return "outcome"


def _subject_form(sentence: Sentence, clause: Clause) -> FormReading:
    """Form of a sentence that opens with a noun or a figure."""
    words = sentence.words[clause.start :]
    share = next(
        (i for i, w in enumerate(words[:4]) if w.amount and w.amount.kind in ("percent", "share", "slot")),
        None,
    )
    covers = share is not None or any("all" in word.tags for word in words[:3])
    predicate = _predicate(words)
    has_metric = any(first >= clause.start and metric != "other" for metric, first, _ in sentence.metrics)
    if predicate is not None:
        subject_covers = covers and (share is None or share < predicate)
        found = _predicate_form(words, predicate, covers=subject_covers, has_metric=has_metric)
        if found:
            return FormReading(found, words[predicate].span)
    return _noun_form(sentence, words, covers=covers)


def _predicate(words: Sequence[Word]) -> int | None:
    """The verb of a subject: a participle ("is documented", "shipped to"), "has", or a verb behind "that"."""
    depth = 0
    for index, word in enumerate(words):
        depth += (word.lower == "(") - (word.lower == ")")
        if word.lower in ("while", "so", "because", "which"):
            return None
        if depth > 0:
            continue
        if index and word.shape == "ing" and word.action and words[index - 1].tags & {"customer"}:
            return None
        if index and word.verb == "have" and word.lower != "having":
            return index
        if (
            index
            and word.shape == "ed"
            and word.action
            and word.verb != "be"
            and not word.tags & {"customer"}
        ):
            following = words[index + 1] if index + 1 < len(words) else None
            before = words[index - 1]
            adjective = (
                "qualifier" in word.tags or "determiner" in before.tags or "preposition" in before.tags
            )
            if adjective or (
                following is not None and following.tags & {"customer", "artefact", "event", "ticket"}
            ):
                continue
            return index
    return None


def _predicate_form(words: Sequence[Word], at: int, *, covers: bool, has_metric: bool) -> Form | None:
    """Form by the predicate; None where it does not tell."""
    word = words[at]
    subject = words[:at]
    owns_artefact = any(w.tags & {"artefact"} and not w.tags & {"customer", "measure"} for w in subject)
    if word.verb == "have":
        return _having_form(words, at, covers=covers, owns_artefact=owns_artefact)
    won = any("won" in w.tags for w in subject) and not owns_artefact
    if word.verb == "use" or any(w.lemma == "number" for w in subject) or (won and word.action == "make"):
        return None
    if word.action == "make" and (owns_artefact or not has_metric):
        return "output"
    if owns_artefact and covers and word.action in ("up", "down") and words[at - 1].verb == "be":
        return "output"
    if word.action != "act" or has_metric:
        return None
    doing = not covers and any("event" in w.tags for w in subject)
    return "output" if owns_artefact else "activity" if doing else None


def _having_form(words: Sequence[Word], at: int, *, covers: bool, owns_artefact: bool) -> Form | None:
    """Form of "has": customers did something, something was made, or somebody has something."""
    rest = words[at + 1 :]
    if any("customer" in w.tags for w in words[:at]) and _is_done(rest):
        return "outcome"
    if _was_made(rest):
        return "output" if owns_artefact else None
    return _possession_form(rest, covers=covers)


def _is_done(rest: Sequence[Word]) -> bool:
    """Behind "have": somebody did something (have enabled), and it was not done to them (have been)."""
    return bool(rest) and rest[0].shape == "ed" and bool(rest[0].action) and rest[0].lower != "been"


def _was_made(rest: Sequence[Word]) -> bool:
    """Behind "have": something was made (have been redesigned)."""
    return len(rest) > 1 and rest[0].lower == "been" and rest[1].action == "make"


def _possession_form(rest: Sequence[Word], *, covers: bool) -> Form | None:
    """Somebody has something: the team's artefact makes it an output."""
    noun = head_noun(rest)
    made = any(w.shape == "ed" and w.action == "make" for w in rest[:3])
    if noun is not None and "artefact" in noun.tags and not noun.tags & {"event", "measure", "won"}:
        return "output"
    return "output" if made and covers and noun is not None and "artefact" in noun.tags else None


def _is_bare_thing(sentence: Sentence, opening: Sequence[Word], words: Sequence[Word]) -> bool:
    """The sentence only names something the team makes: "new careers page", "clear definition of roles"."""
    noun = head_noun(opening)
    if noun is None or "artefact" not in noun.tags or noun.tags & {"customer", "won", "event", "measure"}:
        return False
    moved = any(
        w.amount or w.tags & (_BETTER | {"measure", "all", "none"}) or (w.shape == "s" and w.action)
        for w in words
    )
    return not moved and not sentence.metrics and not any("customer" in w.tags for w in opening)


def _is_measured(sentence: Sentence, words: Sequence[Word]) -> bool:
    """A metric's name or a verb of customers stands in the sentence."""
    return any(
        word.verb and word.shape in ("ed", "s") and word.action and "event" not in word.tags for word in words
    ) or any(named.name != "other" for named in sentence.metrics)


def _opens_state(words: Sequence[Word], index: int) -> bool:
    """A thing "is live", or "available on" something: no share of the time is measured."""
    before = words[index - 1]
    stands = before.verb == "be" or before.lower == "and" or "artefact" in before.tags
    stands = stands or index == len(words) - 1
    return stands and not any(word.amount and word.amount.kind == "percent" for word in words)


def _ends_opening(words: Sequence[Word], index: int) -> bool:
    """The words that a sentence opens with end there: at a preposition, or where customers do something."""
    word = words[index]
    acts = (word.action == "other" or word.verb == "use") and word.shape in ("base", "ed") and not word.tags
    return "preposition" in word.tags or (acts and "customer" in words[index - 1].tags)


def _noun_form(sentence: Sentence, words: Sequence[Word], *, covers: bool) -> FormReading:
    """Form by the noun a sentence opens with: N features, N interviews, a metric, a share."""
    opening = words[: next((i for i in range(1, len(words)) if _ends_opening(words, i)), len(words))]
    noun = head_noun(opening)
    tags = noun.tags if noun else frozenset()
    counted = bool(words) and words[0].amount is not None and words[0].amount.kind in ("plain", "slot")
    state = any(w.lower == "place" and words[i - 1].lower == "in" for i, w in enumerate(words) if i) or any(
        w.lower in _STATES and i and _opens_state(words, i) for i, w in enumerate(words)
    )
    if noun is not None and noun.lemma in sentence.language.burdens and "measure" not in tags:
        return FormReading("outcome", noun.span)
    if (state and "measure" not in tags) or _is_bare_thing(sentence, opening, words):
        return FormReading("output", noun.span if noun else None)
    if counted and not covers and not tags & {"measure"}:
        if "artefact" in tags and not tags & {"customer", "won"}:
            return FormReading("output", noun.span if noun else None)
        if "event" in tags and not tags & {"won", "ticket"}:
            return FormReading("activity", noun.span if noun else None)
    is_doing = (
        "event" in tags and not tags & {"won", "ticket", "measure"} and not _is_measured(sentence, words)
    )
    if noun is not None and (is_doing or ("event" in tags and words[0].tags & {"cadence"})):
        return FormReading("activity", noun.span)
    return FormReading("outcome", noun.span if noun and sentence.metrics else None)
