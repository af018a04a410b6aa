"""What happened, told to other systems: signed, tried for a day, kept in a ledger."""
