"""The public API's tokens: what they may do, how often, and repeats of a request."""
