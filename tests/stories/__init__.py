"""Stories: real Bolt, a local Slack, a real database."""
