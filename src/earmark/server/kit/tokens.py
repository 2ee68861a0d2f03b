"""Secrets that are handed out, and the digests that are kept of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets

__all__ = ["digest", "keyed_digest", "new_token", "same"]


def new_token(prefix: str = "") -> str:
    """Return 256 random bits as text."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored in place of a token. A plain sha256 will do: the token is random, not a password.

    >>> digest("x")[:8]
    '2d711642'
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def keyed_digest(key: bytes, purpose: str, value: str) -> str:
    """Return an HMAC-SHA256 of a value that could be guessed, such as an address or a login.

    >>> keyed_digest(b"k" * 32, "login", "ana") == keyed_digest(b"k" * 32, "address", "ana")
    False
    """
    text = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
