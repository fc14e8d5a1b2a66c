"""Publishes workshop meeting notes: raw notes in, a searchable, cross-linked site out."""
