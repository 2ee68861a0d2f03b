"""Deciding where people differ: answers side by side, names hidden, with a reason and a clause."""
