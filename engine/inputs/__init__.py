"""Where laws come from: data that were observed, and people who were asked."""
