"""Can a row of one organisation ever point into another, or what is frozen be changed? The database itself refuses."""
