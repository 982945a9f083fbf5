"""The progress display of `make`."""
