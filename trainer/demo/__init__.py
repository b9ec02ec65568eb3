"""How is the demonstration built: a lived-in organisation from a fixed seed, and the accounts that show it?"""
