"""The record types of this app, each described once."""
