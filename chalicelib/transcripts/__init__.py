"""A visitor is sent his conversation by e-mail."""
