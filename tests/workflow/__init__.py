"""The step of a workflow."""
