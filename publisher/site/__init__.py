"""The site: which files there are, what they are made of, and how they are put into place."""
