"""How far do judgements that were given independently agree, and how far can they be relied on?

Every file here is pure arithmetic: values in, a `Figure` out. Nothing is rounded; whoever shows a figure rounds it.
"""
