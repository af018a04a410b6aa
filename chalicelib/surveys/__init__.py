"""Asked at the end of conversations, answered on the channel or on a page, counted."""
