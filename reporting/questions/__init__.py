"""Questions about a figure, and the answers that stand beside it."""
