"""What the tests of the pins stage share."""
