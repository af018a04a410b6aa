"""Slack, Google Sheets, a bot of one's own: a file each behind base.py, by key or consent."""
