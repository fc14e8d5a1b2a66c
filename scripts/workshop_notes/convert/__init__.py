"""Originals of every format, read into Markdown with an account of every word."""
