"""Something is due: set, woken, and found again when its waker was lost."""
