"""How a worker says to whoever watches it how it is: `/live`, `/ready`, `/metrics`."""
