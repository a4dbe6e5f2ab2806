"""What we read of OpenSpec's documents beside what OpenSpec's own command line reads."""
