"""Quick responses with variables."""
