"""What keeps a counter's data in order: room on the disk, backups, and the end of what is old."""
