"""What crosses the edges: the JSON of the console's API, the widget's API and the sockets.

The TypeScript types in web/packages/protocol are generated from here.
Moments are ISO 8601 UTC with milliseconds and 'Z'. Ids are opaque strings.
"""
