"""Fits a logistic regression on hashed features and packs it into int8. The same examples give the same weights."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

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
    """Features of many examples: a column for each bucket, then one for each rule."""

    rows: csr_matrix
    labels: np.ndarray
    weights: np.ndarray


def rule_names(recipe: Recipe, examples: Sequence[Example]) -> list[str]:
    return sorted({name for each in examples for name in recipe.features(each.text)[1]})


def table(recipe: Recipe, examples: Sequence[Example], names: Sequence[str]) -> Table:
    """Sparse features; a gram counts once a message, as when the bot scores it."""
    place = {name: recipe.size + at for at, name in enumerate(names)}
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for each in examples:
        grams, hits = recipe.features(each.text)
        seen = sorted({bucket(gram, recipe.size) for gram in grams})
        rules = sorted(place[name] for name in set(hits) if name in place)
        columns += seen + rules
        values += [1.0] * len(seen) + [recipe.rule_freedom] * len(rules)
        starts.append(len(columns))
    shape = (len(examples), recipe.size + len(names))
    return Table(
        csr_matrix((values, columns, starts), shape=shape),
        np.array([each.label for each in examples]),
        np.array([each.weight for each in examples]),
    )


def fitted(recipe: Recipe, examples: Sequence[Example]) -> Model:
    """Train on the examples and pack."""
    names = rule_names(recipe, examples)
    data = table(recipe, examples, names)
    regression = LogisticRegression(C=recipe.strength, solver="liblinear", max_iter=300, random_state=0)
    regression.fit(data.rows, data.labels, sample_weight=data.weights)
    return _packed(recipe, names, regression.coef_[0], float(regression.intercept_[0]))


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
    return [probability(model.logit(*recipe.features(each.text))) for each in examples]
