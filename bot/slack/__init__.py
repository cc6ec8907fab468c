"""What every feature uses to talk through Slack. Knows nothing of requests, teams or scores."""
