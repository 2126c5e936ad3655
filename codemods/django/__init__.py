"""Rules for Django."""
