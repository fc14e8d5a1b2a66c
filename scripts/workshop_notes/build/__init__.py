"""Build: derive, render, index and sweep, and what is remembered between builds."""
