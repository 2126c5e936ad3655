"""What Django renders differently from release to release, and the tests that expect what it rendered then."""
