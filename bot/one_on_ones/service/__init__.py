"""Use cases of 1:1s: their rhythm, what becomes of each, what is on the agenda. Never commits, never calls Slack."""
