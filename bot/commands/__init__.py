"""What is typed in a shell: one module for each family of commands. Decides nothing of its own."""
