"""Compiled inner loops for large tables. Numpy does the same for small ones, and is what they are held against."""
