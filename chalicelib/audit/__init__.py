"""Who did what, when, from where: rows that are only ever added."""
