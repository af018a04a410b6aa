"""What all use: ids, clock, errors, content, the table's base, AWS clients, guarded HTTP."""
