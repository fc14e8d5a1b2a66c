"""Checks: one function per rule; its name is its code, its docstring the rule."""
