"""Run the tests of the project before and after, and compare them one by one."""
