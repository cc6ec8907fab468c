"""The step “Ask my manager” in Workflow Builder: a workflow asks for somebody, and hears what came of it."""
