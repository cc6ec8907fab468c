"""Use cases of the weekly score. Never calls Slack."""
