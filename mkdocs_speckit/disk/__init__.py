"""Files, git and configuration: what is read from and written to the disk."""
