"""Are they ready, who decided, what was issued, is it still valid?"""
