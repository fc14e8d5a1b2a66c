"""A corpus of hostile, broken and ordinary originals, made by code when the tests run."""
