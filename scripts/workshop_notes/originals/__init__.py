"""Raw bytes as evidence of what a file is and of what it hides."""
