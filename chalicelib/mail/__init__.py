"""E-mail: what Amazon SES hands us becomes letters, and what we say becomes letters for SES."""
