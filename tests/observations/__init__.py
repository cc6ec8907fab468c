"""Quiet notes: what may happen to one, and that every word of it fits."""
