"""Findings and changes → text for people, JSON for scripts, and the formats of CI services."""
