"""Who is this person, and are they signed in?"""
