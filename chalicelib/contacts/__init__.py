"""Who is known: made, changed, merged, imported, exported, found by e-mail and phone."""
