"""The link: does what a key result counts go together with what its objective wants, like for like?"""
