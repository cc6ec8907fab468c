"""Use cases of a playbook: its stages, and what is missing in it. Never commits, never calls Slack."""
