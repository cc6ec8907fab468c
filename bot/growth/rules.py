"""The levels of a rep on a topic. Tables and values; no session, no Slack, no clock."""

from enum import StrEnum


class Level(StrEnum):
    """How far a rep goes alone on a topic (S0.1). Nobody said: supported; during ramp: guided."""

    GUIDED = "guided"
    SUPPORTED = "supported"
    INDEPENDENT = "independent"
