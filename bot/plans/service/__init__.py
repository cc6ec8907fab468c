"""Use cases of growth plans, promises and regular news. Never commits, never calls Slack."""
