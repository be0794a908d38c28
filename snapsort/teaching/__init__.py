"""From what a user put right to a head that sorts as they would, and to numbers that say how well."""
