"""What leaves for Slack: whose turn it is, the call, what a failure means. Knows no feature and no word."""
