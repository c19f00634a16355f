"""The making of a case: the draft, the layers known, what the dry run found. No widgets."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path
from typing import Callable, Sequence

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ...alignment.checks import KINDS
from ...alignment.mapping import labels, load_profile, shipped_profiles
from ...alignment.problems import InputError
from ...alignment.ruleset.load import load_rule_set, shipped_rule_sets
from ...alignment.ruleset.model import RuleSet
from ...processing.locale import RESOURCES, interface_language, sentences
from .draft import Draft, lacking, with_plan, with_regional
from .dry_run import DryRun, dry_run
from .layer_look import LayerLook
from .mapping_rows import guessed
from .plan_mapping import LayerMapping, recognised
from .reading import look_closer_at, looks_in_all, project_looks
from .regional import REGIONAL, choose, recognise
from .rule_sets import read_rules, rule_set_title, rules_of_county
from .saving import folder_for, free_place, save, with_suffix
from .telling import plan_like, region_like
from .whose import guessed_municipality, title_of
from .worker import InOrder, LatestOnly

translate = QCoreApplication.translate
PAUSE_MS = 350


class CaseMaking(QObject):
    """What the wizard's pages show and change.

    Pages change `draft` through `change`; every change asks for a new dry run, whose result is
    then in `found`. Layers are looked at in the background. `refreshed` says that pages should
    show everything anew, `busy_changed` that only their live box should. `is_filled_in` is
    whether the user has chosen anything; what was recognised can be recognised again.
    """

    refreshed = pyqtSignal()
    busy_changed = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.shipped = [load_profile(name, RESOURCES) for name in shipped_profiles(RESOURCES)]
        self.names = labels(RESOURCES)
        self.draft = Draft(language=interface_language())
        self.found = DryRun()
        self.looks: list[LayerLook] = []
        self.recognised: set[str] = set()
        self.plan_number = 0
        self.place, self.save_trouble = "", ""
        self.left_out: tuple[str, ...] = ()
        self.name_is_own = self.place_is_own = self.rules_are_own = self.may_replace = False
        self.is_filled_in = False
        self.rule_set: RuleSet | None = None
        self.running = LatestOnly(translate("Strukturbild", "Trying the new case"), PAUSE_MS, self)
        self.looking = InOrder(translate("Strukturbild", "Looking at layers"), self)
        self.running.done.connect(self._ran)
        self.running.failed.connect(self._failed)

    @property
    def is_busy(self) -> bool:
        """Whether layers are being looked at or tried."""
        return self.running.is_busy or self.looking.is_busy

    def lacking(self) -> list[str]:
        """Codes of what the case still needs."""
        return lacking(self.draft)

    def change(self, draft: Draft) -> None:
        """Take what the user chose."""
        self.is_filled_in = self.is_filled_in or draft != self.draft
        self._take(draft)

    def _take(self, draft: Draft) -> None:
        """Show a draft, and try it where it differs from the one before."""
        if draft == self.draft:
            self.refreshed.emit()
            return
        self.draft = draft
        self._name_and_place()
        self.refreshed.emit()
        self._try()

    def _try(self) -> None:
        self.running.request(partial(dry_run, self.draft, tuple(self.shipped)))
        self.busy_changed.emit()

    def _ran(self, found: DryRun) -> None:
        self.found = found
        draft = dataclasses.replace(self.draft, measured_coast=found.coast)
        for number, plan in enumerate(draft.plans):
            if not plan.municipality:
                guess = guessed_municipality(plan, found.municipalities)
                if guess is not None:
                    code, name = guess
                    draft = with_plan(draft, number, municipality=code, municipality_name=name)
        draft = self._with_county_rules(draft)
        self._take(draft)

    def _failed(self, error: InputError) -> None:
        self.found = DryRun(problems=tuple(("", problem) for problem in error.problems))
        self.refreshed.emit()

    def look_at_project(self) -> None:
        """Read the rules and look at the project's layers in the background; recognise them."""
        self.looking.request(partial(read_rules, self.draft.rule_set), self._first_rules)
        looks = project_looks(self.project)
        self._add_looks(looks)
        if looks:
            self.looking.request(partial(look_closer_at, looks), self._project_looked_at)

    def _project_looked_at(self, looks: Sequence[LayerLook]) -> None:
        self._add_looks(looks)
        self._recognise(looks)
        plan = self.plan_like(looks)
        known = all(recognised(look, self.shipped).profile for look in plan)
        if known and plan and not self.draft.plans[0].layers:
            self._take(self._with_plan_layers(plan))

    def _add_looks(self, looks: Sequence[LayerLook]) -> None:
        """Remember layers, in the order they came; a closer look replaces an earlier one."""
        by_uri = {look.source.uri: look for look in self.looks}
        by_uri.update({look.source.uri: look for look in looks})
        self.looks = list(by_uri.values())
        self.refreshed.emit()

    def _recognise(self, looks: Sequence[LayerLook]) -> None:
        """Put layers that look like something into the places that are still empty."""
        empty = [table for table in REGIONAL if table not in self.draft.regional]
        draft = self.draft
        for table, (look, _) in recognise(looks, empty).items():
            draft = with_regional(draft, table, choose(look, table, self.shipped, self.names))
            self.recognised.add(table)
        self._take(draft)

    def plan_like(self, looks: Sequence[LayerLook]) -> list[LayerLook]:
        """Layers that seem to be one plan's; none where several plans could be meant."""
        return plan_like(looks, self._placed(), self.shipped)

    def _placed(self) -> set[str]:
        return {choice.look.source.uri for choice in self.draft.regional.values()}

    def is_in_project(self) -> bool:
        """Whether the project has layers of the plans: then it is the user's own map."""
        there = {look.source.uri for look in project_looks(self.project)}
        return any(m.look.source.uri in there for plan in self.draft.plans for m in plan.layers)

    def choose_layer(self, table: str, look: LayerLook | None) -> None:
        """Put a layer in a place of the case, or empty it."""
        self.recognised.discard(table)
        choice = None if look is None else choose(look, table, self.shipped, self.names)
        self.change(with_regional(self.draft, table, choice))

    def look_into(self, path: str, done: Callable[[Sequence[LayerLook]], None]) -> None:
        """Look into a file for a place of the case; `done` gets its layers."""
        self.looking.request(partial(looks_in_all, [path]), done, self._failed)
        self.busy_changed.emit()

    def take_layers(self, table: str, look: LayerLook | None, looks: Sequence[LayerLook]) -> None:
        """Put a file's layer in its place; its other layers may fill places that are empty."""
        self._add_looks(looks)
        if look is not None:
            self.choose_layer(table, look)
            self._recognise([other for other in looks if other is not look])

    def free_layers(self) -> list[LayerLook]:
        """The layers known that have no place in the case."""
        used = self._placed() | {
            m.look.source.uri for plan in self.draft.plans for m in plan.layers
        }
        return [look for look in self.looks if look.source.uri not in used]

    def add_plan_files(self, paths: Sequence[str]) -> None:
        """Add the layers of files and folders to the plan that is shown."""
        self.looking.request(partial(looks_in_all, paths), self._take_plan_files, self._failed)
        self.busy_changed.emit()

    def _take_plan_files(self, looks: Sequence[LayerLook]) -> None:
        """Layers of the structure map and supporting data may lie among those of the plan."""
        placed = self._placed()
        other = region_like(looks, placed, self.shipped)
        self._add_looks(other)
        self._recognise(other)
        not_plan = placed | {look.source.uri for look in other}
        self.left_out = tuple(look.title for look in looks if look.source.uri in not_plan)
        self.add_plan_layers([look for look in looks if look.source.uri not in not_plan])

    def add_plan_layers(self, looks: Sequence[LayerLook]) -> None:
        """Add layers to the plan that is shown."""
        self.change(self._with_plan_layers(looks))

    def _with_plan_layers(self, looks: Sequence[LayerLook]) -> Draft:
        """Layers in the plan that is shown, read as a profile or a guess proposes."""
        plan = self.draft.plans[self.plan_number]
        there = {mapping.look.source.uri for mapping in plan.layers}
        new: tuple[LayerMapping, ...] = tuple(
            guessed(recognised(look, self.shipped))
            for look in looks
            if look.usable and look.source.uri not in there
        )
        return with_plan(self.draft, self.plan_number, layers=(*plan.layers, *new))

    def rule_sets(self) -> list[tuple[str, str]]:
        """Id or path, and title, of the rule sets to choose from."""
        shipped = shipped_rule_sets(RESOURCES)
        names = shipped if self.draft.rule_set in shipped else [*shipped, self.draft.rule_set]
        return [(name, rule_set_title(name)) for name in names]

    def choose_rules(self, name: str) -> None:
        """Take a rule set by id or path."""
        self.rules_are_own = self.is_filled_in = True
        self._take_rules(dataclasses.replace(self.draft, rule_set=name))

    def _take_rules(self, draft: Draft) -> None:
        if draft.rule_set != self.draft.rule_set:
            before, self.draft = self.draft, draft
            self._load_rules()
            self.draft = before
        self._take(draft)

    def _with_county_rules(self, draft: Draft) -> Draft:
        """The rules of the county that the plans lie in, as long as nobody chose others."""
        codes = {plan.municipality[:2] for plan in draft.plans if plan.municipality}
        rules = rules_of_county(codes.pop()) if len(codes) == 1 else ""
        if self.rules_are_own or not rules:
            return draft
        changed = dataclasses.replace(draft, rule_set=rules)
        self._take_rules(changed)
        return changed

    def _first_rules(self, rule_set: RuleSet) -> None:
        if self.rule_set is None and rule_set.id == self.draft.rule_set:
            self.rule_set = rule_set
            self.refreshed.emit()

    def _load_rules(self) -> None:
        self.save_trouble = ""
        try:
            self.rule_set = load_rule_set(self.draft.rule_set, KINDS, RESOURCES)
        except InputError as error:
            self.rule_set = None
            self.save_trouble = sentences(error)

    def set_place(self, text: str, *, asked: bool = False) -> None:
        """Where to save; `asked` where a dialog has asked about replacing already."""
        self.place_is_own, self.may_replace = True, asked
        self.place, self.save_trouble = text.strip(), ""
        self.refreshed.emit()

    def _name_and_place(self) -> None:
        """A name by the municipality and a place by the layers, until the user gives others."""
        plan = self.draft.plans[0]
        if not self.name_is_own and plan.municipality_name:
            name = title_of(plan.municipality_name)
            self.draft = dataclasses.replace(self.draft, name=name)
        if not self.place_is_own and self.draft.name:
            uris = [mapping.look.source.uri for mapping in self.draft.plans[0].layers]
            folder = folder_for(self.project.absolutePath(), uris)
            self.place = str(free_place(folder, self.draft.name))

    def save(self) -> Path | None:
        """Write the case; returns its setup file, None where `save_trouble` says why not."""
        try:
            return save(self.draft, self.path(), self.shipped)
        except InputError as error:
            self.save_trouble = sentences(error)
            self.refreshed.emit()
        return None

    def path(self) -> Path:
        """The setup file to write."""
        return Path(with_suffix(self.place)).expanduser()

    def close(self) -> None:
        """Cancel what runs."""
        self.running.close()
        self.looking.close()
