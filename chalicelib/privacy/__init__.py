"""One contact taken out or erased everywhere; how long conversations are kept."""
