"""Calls together."""
