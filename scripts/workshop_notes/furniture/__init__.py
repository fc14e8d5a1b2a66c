"""Site furniture in the text of a note: what it is, and why each part goes."""
