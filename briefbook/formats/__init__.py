"""One foreign notation a module, to and from values."""
