"""Exports: what other programs read: citations, head tags, tables, feeds."""
