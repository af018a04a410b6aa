"""Tertulia's backend. See docs/architecture.md."""

import gc

# A cold start makes a hundred thousand objects that stay, and no garbage worth looking for; looking
# for it as often as Python does by default takes a fifth of that start.
gc.set_threshold(200_000, 20, 20)
