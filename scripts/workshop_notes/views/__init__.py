"""Views: the collection as plain data for templates, one module for each kind of page."""
