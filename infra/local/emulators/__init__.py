"""Stand-ins for the Telegram Bot API and WhatsApp's Graph API, for tests and for `make run DEMO=1`.

They answer as the providers document it, errors included, and nothing leaves the machine.
"""
