"""Figures counted elsewhere, such as training: entered by one person, approved by another."""
