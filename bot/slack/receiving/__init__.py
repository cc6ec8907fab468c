"""What comes from Slack: its shape, its workspace, and that it has its effect once. Knows no feature."""
