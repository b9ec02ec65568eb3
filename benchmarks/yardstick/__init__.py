"""What is a plain Flask page, to be compared with?"""
