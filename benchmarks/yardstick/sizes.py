"""How much is in the yardstick's database?"""

PEOPLE, LESSONS, CRITERIA = 1000, 64, 6
CSRF = "y" * 40
