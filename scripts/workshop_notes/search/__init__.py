"""Search: the collection as an index in shards, names to read queries with, cards of notes."""
