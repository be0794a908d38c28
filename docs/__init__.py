"""What writes the generated part of the documentation."""
