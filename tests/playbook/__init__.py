"""The playbook, alone."""
