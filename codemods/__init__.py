"""Rules: one file each, or one table per family of names."""
