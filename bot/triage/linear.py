"""Small linear models in packaged files, and their scores. Pure Python; never trains and never keeps a text.

A file in `weights/` is: one line `kickstand-triage 1`, one line of JSON (the header), then one signed byte for each
bucket. A score is `bias + named + scale * sum(bytes)`, where `named` are the weights of the rules that hit.
"""

import json
import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from zlib import crc32

MAGIC = b"kickstand-triage 1"


class WeightsError(Exception):
    """A weights file that can't be used; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of one task. `threshold` is a probability, chosen when training and fixed since.

    `size` buckets (a power of two) of one signed byte, each worth `scale`. `rules` weighs named hits in full precision.
    """

    name: str
    size: int
    scale: float
    bias: float
    threshold: float
    rules: Mapping[str, float]
    weights: "array[int]"

    def logit(self, grams: Iterable[str], hits: Iterable[str] = ()) -> float:
        """The score; 0 is even odds. A gram counts once however often it stands there; unknown rules weigh nothing."""
        return self.score([crc32(gram.encode()) for gram in grams], hits)

    def score(self, codes: Iterable[int], hits: Iterable[str] = ()) -> float:
        """The same for grams that are hashed already, as `features.codes` does it faster."""
        weights, last = self.weights, self.size - 1
        seen = {code & last for code in codes}
        return self.bias + self.scale * sum([weights[at] for at in seen]) + self.weight_of(hits)

    def weight_of(self, hits: Iterable[str]) -> float:
        return sum(self.rules.get(hit, 0.0) for hit in set(hits))


def probability(logit: float) -> float:
    """0 to 1, without overflow for any finite score."""
    if logit >= 0:
        return 1 / (1 + math.exp(-logit))
    power = math.exp(logit)
    return power / (1 + power)


def packed(model: Model) -> bytes:
    """The file's bytes. The same model gives the same bytes."""
    body = model.weights.tobytes()
    header = {
        "name": model.name,
        "size": model.size,
        "scale": model.scale,
        "bias": model.bias,
        "threshold": model.threshold,
        "rules": dict(sorted(model.rules.items())),
        "check": crc32(body),
    }
    return b"\n".join([MAGIC, json.dumps(header, sort_keys=True).encode(), body])


def unpacked(data: bytes, source: str) -> Model:
    """The model in the file's bytes. Raises WeightsError, naming `source`."""
    try:
        magic, line, body = data.split(b"\n", 2)
        header = json.loads(line)
        weights = array("b", body)
        model = Model(
            name=str(header["name"]),
            size=int(header["size"]),
            scale=float(header["scale"]),
            bias=float(header["bias"]),
            threshold=float(header["threshold"]),
            rules={str(name): float(weight) for name, weight in header["rules"].items()},
            weights=weights,
        )
        sound = magic == MAGIC and len(weights) == model.size and header["check"] == crc32(body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(f"{source} is not a weights file ({type(error).__name__}).") from error
    if not sound or model.size & (model.size - 1):
        raise WeightsError(f"{source} is damaged or of another version; install Kickstand again.")
    return model


@cache
def shipped(name: str) -> Model:
    """The model that came with this version, read once. Raises WeightsError."""
    source = f"{name}.bin"
    try:
        return unpacked(resources.files("bot.triage").joinpath("weights", source).read_bytes(), source)
    except OSError as error:
        raise WeightsError(f"{source} is missing; install Kickstand again.") from error
