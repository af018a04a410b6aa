"""Signing in: Cognito, and whose a token is."""
