"""Rules for settings, project and CI files."""
