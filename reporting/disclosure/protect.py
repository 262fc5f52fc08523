"""Which cells of linked tables are withheld: every unsafe one, and as few others as it takes.

A count of 1 to under the threshold is unsafe. Withholding it alone is not enough, because a reader
who knows its total can subtract. So others are withheld with it, until from everything published a
withheld cell *could still be nought and could still reach the threshold* (or cannot be small at
all, and is not known exactly). Nought itself may be published or withheld like any other count;
were it always published, a withheld cell would be known not to be nought.

The fewest are sought by an exact model on HiGHS: one yes-or-no a cell, and for each requirement
another set of counts that a reader could hold true, differing from the real one in withheld cells
only. Only requirements found broken are put into the model, round by round, which keeps it small.
Should it find nothing, all but the total is withheld.

The choice looks at no count beyond what the requirements ask: costs depend on the place of a cell,
never on its number. So the choice itself tells next to nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import highspy

from reporting.disclosure.linked import TOTAL, Cell, Linked

# A margin is read more often than an inner cell, so withholding one counts for several.
COST_OF_INNER, COST_OF_MARGIN = 10, 35
# Withheld already in the year before: its change is lost anyway.
ALSO_WITHHELD_BEFORE = 2
# Broken requirements taken into the model at once.
AT_ONCE = 4
MOST_ROUNDS = 60
# How near the proven best is near enough, and how long to look for it. No clock is asked, so that
# the same counts give the same choice on every machine. Whether it is safe is judged apart.
GAP = 0.05
MOST_NODES = 400
SLACK = 1e-6
FAR_ABOVE = 100


class NothingSafe(Exception):
    """Even with all else withheld, some unsafe cell can be worked out."""


@dataclass(frozen=True)
class Need:
    """A reader must be able to believe that `cell` is nought, or else at least the threshold."""

    cell: Cell
    nought: bool
    whole: bool = False


def unsafe(counts: Mapping[Cell, int], threshold: int) -> frozenset[Cell]:
    return frozenset(cell for cell, count in counts.items() if 0 < count < threshold)


def withheld(
    tables: Linked,
    threshold: int,
    *,
    known: Collection[Cell] = frozenset(),
    also: Collection[Cell] = frozenset(),
    before: Collection[Cell] = frozenset(),
) -> frozenset[Cell]:
    """The cells to withhold.

    known: cells the reader has from an earlier release, which can hide nothing any more.
    also: cells to withhold whatever their count. before: those withheld in the year before, which
    are taken rather than others.

    Raises NothingSafe.
    """
    first = unsafe(tables.counts, threshold) | frozenset(also)
    fixed = frozenset(known) | ({TOTAL} - first)
    if first & frozenset(known):
        raise NothingSafe("A count that must be withheld is known from an earlier release.")
    free = frozenset(tables.counts) - fixed
    hidden, needs = first, []
    for _ in range(MOST_ROUNDS):
        broken = _broken(tables, threshold, hidden, whole=False)
        broken = broken or _broken(tables, threshold, hidden, whole=True)
        if not broken:
            return hidden
        if hidden == free:
            raise NothingSafe("Even with all else withheld, a small count can be worked out.")
        new = [need for need in broken if need not in needs]
        needs += new[:AT_ONCE]
        found = _fewest(tables, threshold, first, free, frozenset(before), needs) if new else None
        hidden = free if found is None else found
    raise NothingSafe(f"No choice was found in {MOST_ROUNDS} rounds.")


def _solver() -> highspy.Highs:
    """One thread, so that the same counts always give the same choice. No presolve: that of HiGHS
    1.12 to 1.15 calls some of these models infeasible that are not, and they are small anyway."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")
    return solver


def _broken(tables: Linked, threshold: int, hidden: Collection[Cell], *, whole: bool) -> list[Need]:
    """Requirements that do not hold when just `hidden` is withheld.

    whole: ask for whole numbers. Without, a need may be overlooked but none is invented.
    """
    belief = _Belief(tables, threshold, hidden, whole=whole)
    # Whoever supposes less thinks more counts possible, small ones of a large cell among them.
    cautious = _Belief(tables.without_suppositions(), threshold, hidden, whole=whole)
    found = []
    for cell in sorted(hidden):
        low = belief.lowest(cell)
        high = belief.highest(cell, max(threshold, low + 1))
        if low >= threshold and cautious.lowest(cell) >= threshold and low < high:
            continue
        if low > 0:
            found.append(Need(cell, nought=True, whole=whole))
        if high < threshold:
            found.append(Need(cell, nought=False, whole=whole))
    return found


class _Belief:
    """All the counts that a reader could hold true when some cells are withheld."""

    def __init__(
        self, tables: Linked, threshold: int, hidden: Collection[Cell], *, whole: bool
    ) -> None:
        self.solver = _solver()
        self.place = {cell: place for place, cell in enumerate(sorted(hidden))}
        # Sets of counts known to be possible; the real one is.
        self.seen = [[float(tables.counts[cell]) for cell in self.place]]
        self.costed: int | None = None
        # What has no bound of its own must not send the solver to infinity.
        most = FAR_ABOVE * threshold + 2 * max(tables.counts.values())
        for _ in self.place:
            self.solver.addVar(0, most)
        if whole:
            for place in self.place.values():
                self.solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        for relation in tables.relations:
            shown = sum(
                factor * tables.counts[cell]
                for cell, factor in relation.factors.items()
                if cell not in self.place
            )
            free = {
                self.place[cell]: factor
                for cell, factor in relation.factors.items()
                if cell in self.place
            }
            if free:
                low, high = _bounds(relation.low, relation.high, shown)
                self.solver.addRow(low, high, len(free), list(free), list(free.values()))

    def lowest(self, cell: Cell) -> int:
        place = self.place[cell]
        if any(one[place] < SLACK for one in self.seen):
            return 0
        return self._reach(place, highspy.ObjSense.kMinimize)

    def highest(self, cell: Cell, enough: int) -> int:
        """The most it could be, or some number from `enough` on."""
        place = self.place[cell]
        most = max(one[place] for one in self.seen)
        if most >= enough - SLACK:
            return int(most + SLACK)
        return self._reach(place, highspy.ObjSense.kMaximize)

    def _reach(self, place: int, sense: highspy.ObjSense) -> int:
        if self.costed is not None:
            self.solver.changeColCost(self.costed, 0)
        self.solver.changeColCost(place, 1)
        self.costed = place
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise NothingSafe(f"The counts do not fit their own relations: {status.name}.")
        solution = list(self.solver.getSolution().col_value)
        self.seen.append(solution)
        value = solution[place]
        # Between two whole numbers only those inside can be true.
        return (
            int(-(-(value - SLACK) // 1))
            if sense == highspy.ObjSense.kMinimize
            else int((value + SLACK) // 1)
        )


def _bounds(low: int | None, high: int | None, shown: int) -> tuple[float, float]:
    return (
        -highspy.kHighsInf if low is None else low - shown,
        highspy.kHighsInf if high is None else high - shown,
    )


def _cost(cell: Cell, before: Collection[Cell]) -> int:
    cost = COST_OF_INNER if len(cell) > 1 else COST_OF_MARGIN
    return cost - ALSO_WITHHELD_BEFORE if cell in before else cost


def _fewest(
    tables: Linked,
    threshold: int,
    first: frozenset[Cell],
    free: frozenset[Cell],
    before: frozenset[Cell],
    needs: Collection[Need],
) -> frozenset[Cell] | None:
    """The cheapest choice among `free` that meets `needs`; None when there is none."""
    solver = _solver()
    solver.setOptionValue("mip_rel_gap", GAP)
    solver.setOptionValue("mip_max_nodes", MOST_NODES)
    chosen = {}
    for cell in sorted(free):
        chosen[cell] = solver.getNumCol()
        solver.addVar(1 if cell in first else 0, 1)
        solver.changeColIntegrality(chosen[cell], highspy.HighsVarType.kInteger)
        solver.changeColCost(chosen[cell], _cost(cell, before))
    for need in needs:
        _add_need(solver, tables, threshold, chosen, need)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = solver.getSolution().col_value
    return frozenset(cell for cell, place in chosen.items() if values[place] > 1 / 2)


def _add_need(
    solver: highspy.Highs, tables: Linked, threshold: int, chosen: Mapping[Cell, int], need: Need
) -> None:
    """Another set of counts, told as differences from the real ones."""
    real = tables.counts[need.cell]
    aim = 0 if need.nought else threshold
    # No other cell has to move further than the one in question.
    furthest = abs(aim - real)
    moves = {}
    for cell, choice in chosen.items():
        down, up = min(tables.counts[cell], furthest), furthest
        moves[cell] = place = solver.getNumCol()
        solver.addVar(-down, up)
        if need.whole:
            solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        infinite = highspy.kHighsInf
        solver.addRow(-infinite, 0, 2, [place, choice], [1, -up])
        solver.addRow(0, infinite, 2, [place, choice], [1, down])
    solver.changeColBounds(moves[need.cell], aim - real, aim - real)
    for relation in tables.relations:
        moving = {moves[cell]: factor for cell, factor in relation.factors.items() if cell in moves}
        if moving:
            now = sum(factor * tables.counts[cell] for cell, factor in relation.factors.items())
            low, high = _bounds(relation.low, relation.high, now)
            solver.addRow(low, high, len(moving), list(moving), list(moving.values()))
