"""Colleagues who offered to help on a topic (S3.12). Nobody is offered who did not say so."""
