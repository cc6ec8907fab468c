"""Use cases of watching. Never commits, never calls Slack."""
