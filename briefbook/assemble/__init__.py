"""Many articles become one book."""
