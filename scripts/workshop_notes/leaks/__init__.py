"""What must not be seen in a built site: how it is gathered, and how it is recognized."""
