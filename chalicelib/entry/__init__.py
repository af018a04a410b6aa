"""The edge: Chalice's routes and triggers. Parse, call one service, map the result; nothing else."""
