"""What a manager quietly notes, and keeps until the rep asks (S0.4, S0.5). Never sent to the rep unasked."""
