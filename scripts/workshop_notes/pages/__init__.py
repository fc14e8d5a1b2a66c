"""Pages: the collection as Markdown pages with HTML, one module per kind of page."""
