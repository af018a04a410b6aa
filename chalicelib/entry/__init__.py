"""The edge, Chalice's routes and triggers: parse, call one service, map the result; no more."""
