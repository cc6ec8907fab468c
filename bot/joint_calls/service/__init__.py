"""Use cases of a call together: the pact, the looking back, what falls due. Never commits, never calls Slack."""
