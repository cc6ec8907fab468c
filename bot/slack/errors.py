"""Errors that are sentences for people. Never carries anybody's message text."""


class Refusal(Exception):
    """Something a person may not or cannot do now. `str(refusal)` is the sentence they read; nothing was changed."""
