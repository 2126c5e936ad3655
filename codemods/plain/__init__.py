"""Rules for files that are neither Python nor templates: C sources, scripts, build files."""
