"""What identifies somebody who took part in a workshop: one check for each way of doing so."""
