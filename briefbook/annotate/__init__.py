"""Articles gain mentions, dates and events."""
