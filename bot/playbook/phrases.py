"""How people ask what comes next, and what stages are commonly called. Data only; `rules` reads it.

Everything here is as `rules.fold` leaves it: small letters, no apostrophes, single spaces.
"""

PLAIN = (
    *("what next", "whats next", "what is next", "what comes next", "what happens next", "what would come next"),
    *(
        "what do i do next",
        "what do we do next",
        "what should i do next",
        "what should we do next",
        "what can i do next",
    ),
    *("whats the next step", "what is the next step", "what are the next steps", "what are my next steps"),
    *("what would be the next step", "what should be the next step", "whats my next step", "what is my next step"),
    *("which step comes next", "which step is next", "what step comes next", "what to do next"),
    *("what comes after", "what happens after", "what do i do after", "what do we do after"),
    *("what should i do after", "what should we do after", "what to do after"),
    *("was kommt als nächstes", "was mache ich als nächstes", "was ist der nächste schritt", "was kommt nach"),
)
"""Somebody who writes this asks what comes next, whether or not they name a stage."""

LOOSE = (
    *("what now", "what do i do now", "what should i do now", "where do i go from here", "where do we go from here"),
    *("how do i proceed", "how should i proceed", "how do we proceed", "how should we proceed"),
    *("how do i move forward", "how do i move on", "how do i take it from here", "how do i go on from here"),
    *("wie geht es weiter", "wie gehts weiter"),
)
"""This may mean anything, unless a stage of the playbook is named beside it."""

NOT_BEFORE = frozenset(
    (
        *("week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "time"),
        *("monday", "tuesday", "wednesday", "thursday", "friday"),
    )
)
"""`next` before one of these is a date."""

ANCHORS = frozenset(["after", "at", "in", "finished", "completed", "had", "did", "past", "done", "through", "nach"])
"""A stage that one of these stands before, with a word or two between, is where the deal is."""
BREAKS = frozenset(["before", "and", "or", "to", "until", "for", "then", "vor", "und"])
"""Between an anchor and a stage, one of these says that they do not belong together."""

LEADING = frozenset(
    ["after", "at", "in", "the", "a", "an", "our", "my", "stage", "step", "nach", "das", "dem", "der", "die"]
)
"""What people type before a stage's name."""

COMMON: dict[str, tuple[str, ...]] = {
    "Discovery": ("discovery", "discovery call", "first call", "intro call", "first meeting"),
    "Qualification": ("qualification", "qualifying"),
    "Demo": ("demo", "product demo", "demonstration"),
    "Trial": ("trial", "pilot", "proof of concept", "poc"),
    "Proposal": ("proposal", "quote", "quotation"),
    "Security review": ("security review", "security questionnaire", "infosec review"),
    "Legal review": ("legal review", "redlines"),
    "Procurement": ("procurement", "purchasing"),
    "Negotiation": ("negotiation", "negotiating"),
    "Contract": ("contract", "signature", "signing"),
    "Handover": ("handover", "hand off", "handoff", "kick off", "kickoff", "onboarding"),
    "Renewal": ("renewal",),
}
"""What most teams call their stages, so that a step that nobody wrote has a name that is nobody's own words."""
