"""What somebody who runs Kickstand can see of it: logs, metrics, health, traces. Knows ids and numbers, never words."""
