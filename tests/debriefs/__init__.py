"""Debriefs: what is found in them, and that every word of them fits."""
