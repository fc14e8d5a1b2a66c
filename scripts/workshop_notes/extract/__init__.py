"""Fields proposed from an original's text, each with the sentence and line that show it."""
