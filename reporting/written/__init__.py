"""What people write for a report, with numbers as tokens that stand for values."""
