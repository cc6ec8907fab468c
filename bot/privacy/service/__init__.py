"""Use cases of privacy: a copy, forgetting, expiry. Never commits, never calls Slack."""
