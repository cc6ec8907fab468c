"""What a new rep should have seen and done in the first 90 days (S0.3). A checklist, never an exam."""
