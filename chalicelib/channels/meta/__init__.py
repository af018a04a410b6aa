"""What Meta's channels share: WhatsApp, Messenger and Instagram sign and answer in one way."""
