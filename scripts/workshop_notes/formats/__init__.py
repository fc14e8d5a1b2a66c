"""Formats of originals: each read, counted by another way, searched for what it hides, cleaned."""
