"""The guard: who is identified in a text; what is not known to be safe is a finding."""
