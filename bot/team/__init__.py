"""People, reporting lines and working hours."""
