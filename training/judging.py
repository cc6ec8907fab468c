"""Judges a recipe on kinds of messages that it was not trained on: one source is left out each time. Prints nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.triage.linear import Model
from bot.triage.measures import Measures, measured, stripped
from training.examples import Example, with_stripped
from training.fitting import fit, scores, tabled
from training.recipe import Recipe


@dataclass(frozen=True)
class Judgement:
    """One source, judged by a model that was trained on all others: as written, and stripped of punctuation."""

    source: str
    written: Measures
    bare: Measures


def leave_one_out(recipe: Recipe, examples: Sequence[Example]) -> list[Judgement]:
    """One judgement for each source, in the recipe's order. A recipe of one source leaves nothing to train on."""
    sources = [name for name in recipe.sources if any(each.source == name for each in examples)]
    if len(sources) < 2:
        return []
    training = with_stripped(examples)
    table = tabled(recipe, training)
    return [
        _judged(recipe, fit(recipe, table.only([each.source != name for each in training])), name, examples)
        for name in sources
    ]


def _judged(recipe: Recipe, model: Model, name: str, examples: Sequence[Example]) -> Judgement:
    unseen = [each for each in examples if each.source == name]
    bare = [replace(each, text=stripped(each.text)) for each in unseen]
    labels = [each.label for each in unseen]
    return Judgement(
        name,
        measured(labels, scores(model, recipe, unseen), recipe.threshold),
        measured(labels, scores(model, recipe, bare), recipe.threshold),
    )
