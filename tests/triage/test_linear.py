"""Weights in files: what is packed comes back, what is damaged is refused, what ships is small."""

import math
from array import array
from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.features import bucket
from bot.triage.linear import Model, WeightsError, packed, probability, shipped, unpacked

SIZE = 8
MODEL = Model("tiny", SIZE, 0.5, -1.0, 0.6, {"rule": 2.0}, array("b", [1, -2, 3, 127, -127, 0, 5, 7]))


def test_what_is_packed_comes_back() -> None:
    assert unpacked(packed(MODEL), "tiny") == MODEL


def test_packing_twice_gives_the_same_bytes() -> None:
    assert packed(MODEL) == packed(unpacked(packed(MODEL), "tiny"))


@given(st.integers(0, len(packed(MODEL)) - 1))
def test_a_file_that_is_cut_is_refused(length: int) -> None:
    with pytest.raises(WeightsError, match="tiny"):
        unpacked(packed(MODEL)[:length], "tiny")


@given(st.integers(1, SIZE), st.integers(1, 255))
def test_a_changed_weight_is_noticed(place: int, change: int) -> None:
    data = bytearray(packed(MODEL))
    data[-place] ^= change
    with pytest.raises(WeightsError, match="damaged"):
        unpacked(bytes(data), "tiny")


@given(st.binary(max_size=80))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(WeightsError):
        unpacked(data, "tiny")


def test_a_size_that_is_no_power_of_two_is_refused() -> None:
    odd = replace(MODEL, size=7, weights=MODEL.weights[:7])
    with pytest.raises(WeightsError):
        unpacked(packed(odd), "tiny")


def test_a_missing_file_is_told() -> None:
    with pytest.raises(WeightsError, match="nowhere"):
        shipped("nowhere")


def test_the_score_is_the_sum_of_what_stands_there_once() -> None:
    weight = MODEL.weights[bucket("can you", SIZE)]
    assert MODEL.logit(["can you", "can you"], ["rule", "rule", "unknown"]) == pytest.approx(-1.0 + 0.5 * weight + 2.0)


@given(st.floats(-1e6, 1e6))
def test_a_probability_is_between_0_and_1_and_its_complement_is_the_other_side(logit: float) -> None:
    assert 0 <= probability(logit) <= 1
    assert math.isclose(probability(logit) + probability(-logit), 1)


def test_the_request_model_is_at_most_128_kb_and_all_models_256() -> None:
    sizes = {each.name: len(each.read_bytes()) for each in resources.files("bot.triage").joinpath("weights").iterdir()}
    models = {name: size for name, size in sizes.items() if name.endswith(".bin")}
    assert models["request.bin"] <= 128 * 1024
    assert sum(models.values()) <= 256 * 1024


def test_the_notice_lies_beside_the_weights_and_names_every_licence() -> None:
    notice = resources.files("bot.triage").joinpath("weights", "NOTICE").read_text(encoding="utf-8")
    for licence in ("Apache-2.0", "CC BY 4.0", "CC BY 3.0", "CDLA-Permissive-1.0", "MIT"):
        assert licence in notice
