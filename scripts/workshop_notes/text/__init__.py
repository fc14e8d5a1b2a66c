"""What prose is: the one layer that intake, guard, pages and search read texts with."""
