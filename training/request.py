"""How the request model is trained. Values only."""

from bot.triage.request import request_features
from training.recipe import Recipe

RECIPE = Recipe(
    name="request",
    sources={
        "request_parakweet": 2.0,
        "request_ami": 1.0,
        "request_multidogo": 1.0,
        "request_nlupp": 1.0,
        "request_clinc150": 1.0,
        "request_goemotions_neg": 1.0,
        "request_frminer_weak": 1.0,
    },
    features=request_features,
    size=2**16,
    strength=0.1,
    threshold=0.5,
)
