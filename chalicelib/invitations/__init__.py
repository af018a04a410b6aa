"""Texts that a website shows to some visitors, by rules, and what came of them."""
