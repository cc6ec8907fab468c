"""The core loop: a request is asked, held, delivered, answered and closed."""
