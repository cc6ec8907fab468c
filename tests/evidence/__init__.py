"""What recorded requests can show."""
