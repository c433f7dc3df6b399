"""What is known: events kept by the thing that each is about."""
