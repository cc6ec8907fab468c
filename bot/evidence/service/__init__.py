"""Reads what the rules of evidence need. Changes nothing, never calls Slack."""
