"""Alerts about the installation itself: a closed list of them."""
