"""Rules for Django templates."""
