"""Kickstand: a Slack bot that holds help requests so that people solve them themselves."""
