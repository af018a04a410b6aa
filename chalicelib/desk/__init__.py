"""What stands beside conversations: mentions, notes and files of a contact."""
