"""Days on which nothing waits: what is asked goes to the manager at once."""
