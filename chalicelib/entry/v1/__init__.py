"""The public API: a second door to the services that the console uses (docs/api-v1.md).

`registry` is the one list of what there is: it routes requests, and the OpenAPI document and the
page are made from it.
"""
