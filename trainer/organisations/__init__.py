"""Which organisation, which unit, which duties does a person hold there?"""
