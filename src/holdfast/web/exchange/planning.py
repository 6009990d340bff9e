"""From what a file says to what an import would do. Nothing is written here.

Objectives come first, then their key results, then initiatives: what belongs to a refused one is refused
with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from holdfast.web.exchange.circles import in_circles
from holdfast.web.exchange.entries import Refusal
from holdfast.web.exchange.groups import Group, changes_of, names_of, new_objective, value_of
from holdfast.web.exchange.keys import key_of
from holdfast.web.exchange.looking_up import Names, found_before, results_before, said_here
from holdfast.web.exchange.numbers_read import binding_of, stated_result
from holdfast.web.exchange.plans import Outcome, Plan
from holdfast.web.objectives.actions import Meant
from holdfast.web.objectives.faults import LONGEST, MOST_KEY_RESULTS, faults
from holdfast.web.objectives.stated import StatedInitiative, StatedObjective
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.web.exchange.entries import Entry
    from holdfast.web.exchange.files import FileForm
    from holdfast.web.exchange.plans import Becomes, Choices
    from holdfast.web.objectives.stated import StatedKeyResult
    from holdfast.web.people.models import Person

_TELL_EVERY = 200
_WITH_IT = "Mend that row, and this one comes with it"


class _More(TypedDict, total=False):
    """What else there is to say of a row."""

    under: Group
    here: int
    notes: Sequence[str]
    result: StatedKeyResult


def plan_import(
    person: Person,
    entries: Sequence[Entry],
    choices: Choices,
    *,
    form: FileForm,
    tell: Callable[[int], None] = lambda _: None,
) -> Plan:
    """What an import of these entries would do.

    Args:
        person: Who imports: what they may not see is not there, and what they may not do is refused.
        entries: Of the file.
        choices: What they chose.
        form: Of the file: ids of spreadsheets mean something within a cycle and team alone.
        tell: Is told how many rows were looked at.
    """
    return _Planning(person, choices, form, tell).plan(entries)


class _Planning:
    def __init__(self, person: Person, choices: Choices, form: FileForm, tell: Callable[[int], None]) -> None:
        self.person, self.choices, self.form, self.tell = person, choices, form, tell
        self.names = Names(choices.owners)
        self.outcomes: dict[int, Outcome] = {}
        self.groups: list[Group] = []
        self.objectives: dict[str, Group] = {}
        self.results: dict[str, tuple[Group, int]] = {}
        self.unknown: dict[str, None] = {}
        self.looked = 0
        self.numbers: dict[int, int] = {}
        self.under: dict[int, Group] = {}
        self.held: dict[int, tuple[set[str], set[str]]] = {}

    def plan(self, entries: Sequence[Entry]) -> Plan:
        self.numbers = {id(entry): number for number, entry in enumerate(entries)}
        for kind, look in (
            ("objective", self._objective),
            ("key result", self._key_result),
            ("initiative", self._initiative),
        ):
            for entry in entries:
                if entry.kind == kind:
                    look(entry)
                    self._looked()
            if kind == "objective":
                self._find_here()
        self._link()
        new = tuple(new_objective(one) for one in self.groups if not one.is_refused and one.here is None)
        outcomes = tuple(self.outcomes[number] for number in sorted(self.outcomes))
        return Plan(outcomes, new, tuple(self.unknown))

    # --- objectives ---

    def _objective(self, entry: Entry) -> None:
        refusals = list(entry.refusals)
        cycle, team = self._cycle(entry, refusals), self._team(entry, refusals)
        told = entry.told
        stated = StatedObjective(
            text=entry.text,
            team=team,
            owner=self._owner(entry),
            scope=told.get("scope") or "",
            assumption=told.get("assumption") or "",
            commitment=told.get("commitment") or "",
            is_private=bool(told.get("is_private")),
        )
        group = Group(entry, stated, cycle or 0, key_of(entry.key, (cycle, team), entry.text, form=self.form))
        if not refusals:
            refusals += [
                Refusal(one.field.capitalize(), entry.text[:80], one.message) for one in faults(stated)
            ]
        self._enter(entry, group, refusals)

    def _enter(self, entry: Entry, group: Group, refusals: list[Refusal]) -> None:
        twin = self.objectives.get(f"key:{group.key}")
        if twin is not None:
            found = f"{entry.key or 'the same sentence'} stands in {twin.entry.place} too"
            refusals.append(Refusal("Id", found, "Take one of the two rows out, or give it another id"))
        else:
            for name in (f"key:{group.key}", entry.told.get("own_key"), entry.key, entry.text.casefold()):
                if name:
                    self.objectives.setdefault(name, group)
        group.is_refused = bool(refusals)
        self.groups.append(group)
        self._say(entry, "refused" if refusals else "new", refusals)

    def _find_here(self) -> None:
        """What came in before, or is ours: it is left as it is."""
        taken = [one for one in self.groups if not one.is_refused]
        found = found_before(self.person, (one.key for one in taken))
        nameless = {one.cycle for one in taken if not one.entry.key and one.key not in found}
        said = said_here(self.person, nameless) if nameless else {}
        for group in taken:
            place = (group.cycle, group.stated.team, group.entry.text.casefold())
            here = found.get(group.key) or (said.get(place) if not group.entry.key else None)
            if here is not None:
                group.here = here
                notes = changes_of(group)
                self._say(group.entry, "here already", (), here=group.here.pk, notes=notes)
        self.held = results_before([one.here for one in self.groups if one.here is not None])

    def _cycle(self, entry: Entry, refusals: list[Refusal]) -> int | None:
        written = entry.told.get("cycle") or ""
        chosen = self.names.cycles.get(self.choices.cycle or 0)
        cycle = self.names.cycle(written) if written else chosen
        if cycle is None:
            mend = (
                "Begin that cycle under Settings, or leave the column out to use the one chosen above"
                if written
                else "Choose a cycle above"
            )
            refusals.append(Refusal("Cycle", written or "none", mend))
            return None
        if not cycle.is_open:
            refusals.append(Refusal("Cycle", f"{cycle.name} is closed", "Choose a cycle that is open"))
        return cycle.pk

    def _team(self, entry: Entry, refusals: list[Refusal]) -> int | None:
        written = entry.told.get("team") or ""
        team = self.names.teams.get(written.casefold()) if written else self.choices.team
        if written and team is None:
            mend = "Make that team under People, or leave the column out to use the one chosen above"
            refusals.append(Refusal("Team", written, mend))
        elif not can(self.person, "draft", Meant(team)):
            named = written or "the one chosen"
            refusals.append(Refusal("Team", named, "Choose a team that you may draft for"))
        return team

    # --- what belongs to them ---

    def _key_result(self, entry: Entry) -> None:
        group = self._above(entry)
        if group is None:
            return
        stated, notes = stated_result(entry, objective=group.entry.text, owner=self._owner(entry))
        key = key_of(entry.key, (group.key,), entry.text, form=self.form)
        if group.here is not None:
            self.results.update(dict.fromkeys(names_of(entry), (group, 0)))
            self._result_of_here(entry, group, key)
            return
        refusals = [*entry.refusals, *self._faults_of(stated, group)]
        if key in group.result_keys:
            mend = "Take one of the two rows out, or give it another id"
            refusals.append(Refusal("Id", "another row of the same objective says the same", mend))
        if not refusals:
            self.results.update(dict.fromkeys(names_of(entry), (group, len(group.results))))
            group.results.append(stated)
            group.result_keys.append(key)
            group.said.append(entry.said)
            group.bindings.append(binding_of(entry))
        becomes: Becomes = "refused" if refusals else "new"
        self._say(entry, becomes, refusals, under=group, notes=notes, result=stated)

    def _result_of_here(self, entry: Entry, group: Group, key: str) -> None:
        """A key result of an objective that is here already."""
        here = group.here.pk if group.here is not None else 0
        keys, sentences = self.held[here]
        if key in keys or key.partition("@")[0] in keys or entry.text.casefold() in sentences:
            self._say(entry, "here already", (), under=group, here=here)
            return
        mend = "Open the objective and add it there, or take the row out"
        self._say(
            entry,
            "refused",
            [Refusal("Objective", "it is here already, and has no such key result", mend)],
            under=group,
        )

    def _initiative(self, entry: Entry) -> None:
        at = next((self.results[one] for one in entry.above if one in self.results), None)
        group = at[0] if at else self._above(entry)
        if group is None:
            return
        if group.here is not None:
            self._say(entry, "here already", (), under=group, here=group.here.pk)
            return
        told = entry.told
        owner, lift = self._owner(entry), told.get("expected_lift") or ""
        made = StatedInitiative(entry.text, owner, told.get("due_on"), lift)
        refusals = list(entry.refusals)
        if len(entry.text) > LONGEST:
            refusals.append(
                Refusal(
                    "Sentence", f"{len(entry.text):,} characters", f"Write at most {LONGEST:,} characters"
                )
            )
        if not refusals:
            group.initiatives.append((at[1] if at else None, made))
        self._say(entry, "refused" if refusals else "new", refusals, under=group)

    def _above(self, entry: Entry) -> Group | None:
        """The objective that a row belongs to; where there is none, or a refused one, the row is refused."""
        names = (name for one in entry.above for name in (one, one.casefold()))
        group = next((one for one in map(self._group, names) if one is not None), None)
        if group is None:
            written = "; ".join(entry.above)[:120]
            mend = "Put its objective into the file, and its id or sentence into this row"
            found = f"“{written}” is no objective of this file" if written else "nothing"
            self._say(entry, "refused", [*entry.refusals, Refusal("What it belongs to", found, mend)])
            return None
        if group.is_refused:
            found = f"its objective, {group.entry.place}, is refused"
            self._say(entry, "refused", [*entry.refusals, Refusal("Objective", found, _WITH_IT)], under=group)
            return None
        return group

    def _group(self, name: str) -> Group | None:
        return self.objectives.get(name) or (self.results[name][0] if name in self.results else None)

    def _faults_of(self, stated: StatedKeyResult, group: Group) -> list[Refusal]:
        if len(group.results) >= MOST_KEY_RESULTS:
            return [Refusal("Objective", f"it has {MOST_KEY_RESULTS} key results already", "Take some out")]
        alone = replace(group.stated, key_results=(stated,))
        return [
            Refusal(one.field.replace("_", " ").capitalize(), value_of(stated, one.field), one.message)
            for one in faults(alone)
        ]

    # --- what supports what ---

    def _link(self) -> None:
        above: dict[str, list[str]] = {}
        for group in self.groups:
            if group.is_refused or group.here is not None:
                continue
            found = [one for name in group.entry.above if (one := self._support(name, group)) is not None]
            group.above = [one.key for one in found if one.here is None and not one.is_refused]
            group.supports = [one.here.pk for one in found if one.here is not None]
            above[group.key] = group.above
        circles = in_circles(above)
        for group in self.groups:
            if group.key in circles and not group.is_refused:
                self._refuse_whole(group)

    def _support(self, name: str, group: Group) -> Group | None:
        found = self._group(name) or self._group(name.casefold())
        if found is None or found.is_refused:
            self._note(
                group.entry, f"“{name[:80]}”, which it supports, does not come with this file: left out"
            )
            return None
        return found

    def _refuse_whole(self, group: Group) -> None:
        """An objective, and all that was to come with it."""
        group.is_refused = True
        found, mend = "they support each other in a circle", "Take one of the links out"
        self._say(group.entry, "refused", [Refusal("Supports", found, mend)])
        found = f"its objective, {group.entry.place}, is refused"
        for number, outcome in self.outcomes.items():
            if self.under.get(number) is group and outcome.becomes == "new":
                refused = (Refusal("Objective", found, _WITH_IT),)
                self.outcomes[number] = replace(outcome, becomes="refused", refusals=refused)

    # --- bookkeeping ---

    def _owner(self, entry: Entry) -> int | None:
        """The person by address, then by name; one that nobody knows is asked for."""
        told = entry.told
        written = [one for one in (told.get("owner"), told.get("owner_name")) if one]
        for one in written:
            if self.names.is_known(one):
                return self.names.people[one.casefold()]
        if written:
            self.unknown.setdefault(written[0])
        return None

    def _say(
        self, entry: Entry, becomes: Becomes, refusals: Sequence[Refusal], **more: Unpack[_More]
    ) -> None:
        number = self.numbers[id(entry)]
        under = more.get("under")
        if under is not None:
            self.under[number] = under
        self.outcomes[number] = Outcome(
            entry.row,
            entry.kind,
            becomes,
            entry.text,
            under.entry.text if under else "",
            entry.told.get("owner_name") or entry.told.get("owner") or "",
            more.get("here"),
            tuple(refusals),
            (*entry.notes, *more.get("notes", ())),
            more.get("result"),
            entry.where,
        )

    def _note(self, entry: Entry, said: str) -> None:
        number = self.numbers[id(entry)]
        self.outcomes[number] = replace(self.outcomes[number], notes=(*self.outcomes[number].notes, said))

    def _looked(self) -> None:
        self.looked += 1
        if self.looked % _TELL_EVERY == 0:
            self.tell(self.looked)
