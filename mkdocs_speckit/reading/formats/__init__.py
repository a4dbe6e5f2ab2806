"""The formats of plans, a module a format."""
