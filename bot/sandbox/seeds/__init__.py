"""What the demo knows from the start, a feature a file. Rows through the features' own services; never Slack."""
