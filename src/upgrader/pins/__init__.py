"""What is pinned, what it should become, and how the files say so."""
