"""The formats, a module each or a family: a function marked with `reads`, whose docstring is the format's codebook."""
