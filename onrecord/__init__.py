"""Who said what, on whose word."""
