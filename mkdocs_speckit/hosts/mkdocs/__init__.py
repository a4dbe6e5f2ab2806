"""MkDocs: its options, its site, its files."""
