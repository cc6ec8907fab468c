"""Colleagues who offered to help, alone."""
