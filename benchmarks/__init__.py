"""How quick is the product beside a plain Flask page on the same machine, and how many statements do pages send?"""
