"""Growth plans, promises, regular news."""
