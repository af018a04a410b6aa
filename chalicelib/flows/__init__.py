"""Service flows: a graph as data (graph.py), a pure step function (engine.py), and what runs it
(runtime.py, turning.py)."""
