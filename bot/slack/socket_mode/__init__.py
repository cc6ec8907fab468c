"""The lines to Slack that Socket Mode keeps open. Knows no payload."""
