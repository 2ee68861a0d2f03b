"""Conversations, their turns, and the items made of them."""
