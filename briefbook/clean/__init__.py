"""A scrape becomes a Markdown draft and a ledger of every line."""
