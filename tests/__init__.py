"""What Kickstand promises, checked."""
