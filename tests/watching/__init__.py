"""Watching: help channels and direct messages."""
