"""The whole product on one machine: `python -m infra.local run`."""
