"""Fits a logistic regression on hashed features and packs it into int8. The same examples give the same weights."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.triage.features import bucket
from bot.triage.linear import Model, probability
from training.examples import Example
from training.recipe import Recipe

LARGEST = 127
"""The largest signed byte; -128 is not used, so that the scale is symmetrical."""


@dataclass(frozen=True)
class Table:
    """Features of many examples: a column for each bucket, then one for each rule in `names`."""

    rows: csr_matrix
    labels: np.ndarray
    weights: np.ndarray
    sources: np.ndarray
    names: tuple[str, ...]

    def only(self, chosen: Sequence[bool] | np.ndarray) -> "Table":
        """The chosen examples; the columns stay."""
        mask = np.array(chosen)
        return Table(self.rows[mask], self.labels[mask], self.weights[mask], self.sources[mask], self.names)


def tabled(recipe: Recipe, examples: Sequence[Example]) -> Table:
    """Sparse features; a gram counts once a message, as when the bot scores it."""
    seen = [recipe.features(each.text) for each in examples]
    hits = [sorted(set(rules)) for _, rules in seen]
    names = tuple(sorted({name for rules in hits for name in rules}))
    place = {name: recipe.size + at for at, name in enumerate(names)}
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for (grams, _), rules in zip(seen, hits, strict=True):
        buckets = sorted({bucket(gram, recipe.size) for gram in grams})
        columns += buckets + [place[name] for name in rules]
        values += [1.0] * len(buckets) + [recipe.rule_freedom] * len(rules)
        starts.append(len(columns))
    rows = csr_matrix((values, columns, starts), shape=(len(examples), recipe.size + len(names)))
    labels, weights, sources = zip(*((each.label, each.weight, each.source) for each in examples), strict=True)
    return Table(rows, np.array(labels), np.array(weights), np.array(sources), names)


def fitted(recipe: Recipe, examples: Sequence[Example]) -> Model:
    """Train on the examples, and pack."""
    return fit(recipe, tabled(recipe, examples))


def fit(recipe: Recipe, table: Table) -> Model:
    """Train on the rows that count for something, add the side head if its source is there, and pack."""
    counting = table.only(table.weights > 0)
    coefficients, bias = _regressed(recipe, counting, recipe.strength)
    side = recipe.side
    if side and (there := table.sources == side.source).any():
        beside = table.only(there)
        weights = np.where(beside.labels == 1, side.positive, 1.0)
        added, _ = _regressed(recipe, replace(beside, weights=weights), side.strength)
        coefficients = coefficients + side.share * added
        bias -= side.share * float(np.median(counting.rows @ added))
    return _packed(recipe, table.names, coefficients, bias)


def _regressed(recipe: Recipe, table: Table, strength: float) -> tuple[np.ndarray, float]:
    regression = LogisticRegression(C=strength, solver=recipe.solver, max_iter=300, random_state=0)
    regression.fit(table.rows, table.labels, sample_weight=table.weights)
    return regression.coef_[0], float(regression.intercept_[0])


def _packed(recipe: Recipe, names: Sequence[str], coefficients: np.ndarray, bias: float) -> Model:
    grams = coefficients[: recipe.size]
    scale = float(np.abs(grams).max()) / LARGEST or 1.0
    whole = np.clip(np.rint(grams / scale), -LARGEST, LARGEST).astype(np.int8)
    rules = coefficients[recipe.size :] * recipe.rule_freedom
    return Model(
        name=recipe.name,
        size=recipe.size,
        scale=round(scale, 9),
        bias=round(bias, 6),
        threshold=recipe.threshold,
        rules={name: round(float(weight), 4) for name, weight in zip(names, rules, strict=True)},
        weights=array("b", whole.tobytes()),
    )


def scores(model: Model, recipe: Recipe, examples: Sequence[Example]) -> list[float]:
    """Probabilities as the bot would give them."""
    score = recipe.score or (lambda model, text: model.logit(*recipe.features(text)))
    return [probability(score(model, each.text)) for each in examples]
