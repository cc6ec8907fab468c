"""Levels of a rep on a topic."""
