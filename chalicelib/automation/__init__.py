"""What happened goes to what answers by itself: flows, routing, hours, surveys, own bots."""
