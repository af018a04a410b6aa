"""Tertulia's backend. See docs/architecture.md."""

import gc

# A cold start loads four hundred modules, which makes no garbage worth looking for; looking for it
# as often as Python does by default takes a tenth of that start.
gc.set_threshold(50_000, 20, 20)
