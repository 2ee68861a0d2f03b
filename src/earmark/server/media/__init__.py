"""Audio: taking it in, keeping it, and giving it out to be heard and seen."""
