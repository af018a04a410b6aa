"""Lists that are kept under a name."""
