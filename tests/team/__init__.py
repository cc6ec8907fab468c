"""Tests of people, reporting lines and working hours."""
