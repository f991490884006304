"""The bell and the mail that say that something waits; a link, never content."""
