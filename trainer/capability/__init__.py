"""What can the organisation now do by itself?"""
