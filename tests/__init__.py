"""The tests, in the order of the apps; journeys walk the running application."""
