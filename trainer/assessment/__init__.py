"""How practice is judged: licences, blind ratings, comparison, moderation, release."""
