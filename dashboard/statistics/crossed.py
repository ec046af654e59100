"""Crossed random effects: what raters and team-months each add to what was given.

y = mean + rater + cell + noise, where a cell is a team in a month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, cg

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_TOLERANCE = 1e-9
_SWEEPS = 1000
# Residual of the equations, relative to what they explain: the error of a solution enters
# the components squared. Below it there are only the last bits of sums.
_FIT_TOLERANCE = 1e-12
# A sum of squares this small a share of the whole is 0: ratings that fit exactly leave no
# noise, whatever the last bits of their sums say.
_NO_SHARE = 1e-9
# Points; ratings closer together than this are equal.
_NO_DIFFERENCE = 1e-9


@dataclass(frozen=True)
class Components:
    """Variances by source, points squared, none below 0."""

    error: float
    rater: float
    team: float


@dataclass(frozen=True)
class Crossing:
    """Ratings of one window: who rated which team-month, and what was given.

    Attributes:
        rater, cell: codes from 0 without gaps; a cell is a team in a month.
        y: points.
    """

    rater: Codes
    cell: Codes
    y: Array

    @property
    def matrix(self) -> csr_array:
        """Raters by cells, 1 where one rated the other."""
        shape = (int(self.rater.max()) + 1, int(self.cell.max()) + 1)
        return csr_array((np.ones_like(self.y), (self.rater, self.cell)), shape=shape)


def crossed_effects(crossing: Crossing) -> tuple[Array, Components, Codes]:
    """Return the effect of every rater, the variances, and a component label per rater.

    Raters of one label are linked through cells they share; only they can be compared.

    Source: Flag rules, section 1; C. R. Henderson, Biometrics 9 (1953), 226, method 3.
    """
    equations = _Equations.of(crossing)
    labels = _linked(equations.matrix, equations.cell_count)
    component_count = int(labels.max()) + 1
    taken = equations.rater_count + equations.cell_count - component_count
    if len(crossing.y) <= taken or np.ptp(crossing.y) < _NO_DIFFERENCE:
        return np.zeros(len(labels)), Components(0.0, 0.0, 0.0), labels
    found = henderson(crossing, equations, component_count)
    return _shrunken_effects(equations, found), found, labels


@dataclass(frozen=True)
class _Equations:
    """The normal equations of the crossed model, y centered.

    Attributes:
        matrix: raters by cells, 1 where one rated the other.
        rater_ratings, cell_ratings: counts; rater_sums, cell_sums: sums of y.
        length: of y as a vector.
    """

    matrix: csr_array
    transposed: csr_array
    rater_ratings: Array
    cell_ratings: Array
    rater_sums: Array
    cell_sums: Array
    length: float

    @classmethod
    def of(cls, crossing: Crossing) -> _Equations:
        y = crossing.y - crossing.y.mean()
        matrix = crossing.matrix
        return cls(
            matrix=matrix,
            transposed=csr_array(matrix.T),
            rater_ratings=np.bincount(crossing.rater).astype(np.float64),
            cell_ratings=np.bincount(crossing.cell).astype(np.float64),
            rater_sums=np.bincount(crossing.rater, y).astype(np.float64),
            cell_sums=np.bincount(crossing.cell, y).astype(np.float64),
            length=float(np.sqrt(np.sum(np.square(y)))),
        )

    @property
    def rater_count(self) -> int:
        return len(self.rater_ratings)

    @property
    def cell_count(self) -> int:
        return len(self.cell_ratings)

    def cells(self, mean: float, effects: Array, shrinkage: float) -> Array:
        """Return the effects of the cells, given those of the raters."""
        left = self.cell_sums - self.cell_ratings * mean - self.transposed @ effects
        return left / (self.cell_ratings + shrinkage)

    def raters(self, mean: float, cells: Array, shrinkage: float) -> Array:
        """Return the effects of the raters, given those of the cells."""
        left = self.rater_sums - self.rater_ratings * mean - self.matrix @ cells
        return left / (self.rater_ratings + shrinkage)

    def solve(self, rater_shrinkage: float, cell_shrinkage: float) -> tuple[float, Array]:
        """Solve for mean and raters, the cells eliminated, by conjugate gradients.

        Without shrinkage the equations leave one level per component open: the mean is set
        to 0 and one of the solutions is found, all of which fit equally well.
        """
        inverse = 1 / (self.cell_ratings + cell_shrinkage)
        weighted = csr_array(self.matrix)
        weighted.data = inverse[self.matrix.indices]
        diagonal = self.rater_ratings + rater_shrinkage
        reduced = diags_array(diagonal) - weighted @ self.transposed
        right = self.rater_sums - weighted @ self.cell_sums
        if cell_shrinkage == 0:
            return 0.0, self._conjugate_gradients(reduced.__matmul__, right, diagonal)
        # The mean is one more unknown, eliminated as well.
        border = self.rater_ratings - weighted @ self.cell_ratings
        corner = np.sum(self.cell_ratings * (1 - inverse * self.cell_ratings))
        level = -np.sum(inverse * self.cell_ratings * self.cell_sums)
        effects = self._conjugate_gradients(
            lambda x: reduced @ x - border * (np.sum(border * x) / corner),
            right - border * (level / corner),
            diagonal,
        )
        return float((level - np.sum(border * effects)) / corner), effects

    def _conjugate_gradients(
        self, apply: Callable[[Array], Array], right: Array, diagonal: Array
    ) -> Array:
        """Solve symmetric equations, given what they do to a vector and their diagonal."""
        solution, _ = cg(
            _Applied(apply, len(right)),
            right,
            rtol=_FIT_TOLERANCE,
            atol=_FIT_TOLERANCE * self.length,
            maxiter=10 * len(right),
            M=diags_array(1 / diagonal),
        )
        return solution


class _Applied(LinearOperator):
    """Equations as what they do to a vector."""

    def __init__(self, apply: Callable[[Array], Array], size: int):
        super().__init__(np.dtype(np.float64), (size, size))
        self.apply = apply

    def _matvec(self, x: Array) -> Array:
        return self.apply(x)


def henderson(crossing: Crossing, equations: _Equations, component_count: int) -> Components:
    """Return the variance components by Henderson's method III."""
    rater, cell = crossing.rater, crossing.cell
    count = len(crossing.y)
    rater_count, cell_count = equations.rater_count, equations.cell_count
    y = crossing.y - crossing.y.mean()
    total = float(np.sum(np.square(y)))
    residual = _shown(_within(cell, y - equations.solve(0.0, 0.0)[1][rater]), total)
    error = residual / (count - rater_count - cell_count + component_count)
    rater_share = _within(cell, y) - residual - (rater_count - component_count) * error
    cell_share = _within(rater, y) - residual - (cell_count - component_count) * error
    return Components(
        error=error,
        rater=_shown(rater_share, total) / (count - cell_count),
        team=_shown(cell_share, total) / (count - rater_count),
    )


def _shown(share: float, total: float) -> float:
    """Return a sum of squares, 0 if it is nothing beside the whole."""
    return share if share > _NO_SHARE * total else 0.0


def _within(codes: Codes, y: Array) -> float:
    """Return the sum of squares within classes."""
    means = np.bincount(codes, y) / np.bincount(codes)
    return float(np.sum(np.square(y - means[codes])))


def _shrunken_effects(equations: _Equations, found: Components) -> Array:
    """Sweep over raters and cells until nothing moves; return the effects of the raters."""
    effects, cells = np.zeros(equations.rater_count), np.zeros(equations.cell_count)
    if found.rater == 0:
        return effects
    rater_shrinkage = found.error / found.rater
    # Teams that do not differ have no effects, as if drawn towards 0 without end.
    cell_shrinkage = found.error / found.team if found.team > 0 else np.inf
    mean = 0.0
    if found.error > 0:
        # The solution is one, wherever the sweeps start: near it they are few.
        mean, effects = equations.solve(rater_shrinkage, cell_shrinkage)
        cells = equations.cells(mean, effects, cell_shrinkage)
    for _ in range(_SWEEPS):
        before = effects, cells
        effects = equations.raters(mean, cells, rater_shrinkage)
        cells = equations.cells(mean, effects, cell_shrinkage)
        effects, cells = effects - effects.mean(), cells - cells.mean()
        mean = -float(
            (np.sum(equations.rater_ratings * effects) + np.sum(equations.cell_ratings * cells))
            / np.sum(equations.cell_ratings)
        )
        if max(_distance(effects, before[0]), _distance(cells, before[1])) < _TOLERANCE:
            break
    return effects


def _distance(new: Array, old: Array) -> float:
    return float(np.max(np.abs(new - old)))


def _linked(matrix: csr_array, cell_count: int) -> Codes:
    """Return a label per rater: raters who rated the same team-month are linked."""
    rater_count = len(matrix.indptr) - 1
    size = rater_count + cell_count
    bounds = np.append(matrix.indptr, np.full(cell_count, matrix.nnz))
    graph = csr_array((matrix.data, matrix.indices + rater_count, bounds), shape=(size, size))
    return connected_components(graph, directed=False)[1][:rater_count]
