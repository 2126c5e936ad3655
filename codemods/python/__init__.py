"""Rules for Python itself."""
