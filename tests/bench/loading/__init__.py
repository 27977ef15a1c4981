"""People who work at the same time, and the account of what they were told."""
