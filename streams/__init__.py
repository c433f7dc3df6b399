"""The shell: everything that touches Kafka, time, HTTP, the environment and the terminal."""
