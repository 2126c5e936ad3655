"""Upgrade a Django project to a current Python and Django, and prove it with the project's own tests."""
