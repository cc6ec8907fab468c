"""Growth plans: six questions for every rep, the best first; promises nudge the manager (S3). Never a rating."""
