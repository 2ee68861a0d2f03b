"""Sound as numbers: what a file holds, its samples in blocks, and the peaks a waveform is drawn from."""

from earmark.audio.decode import SUFFIXES, Sound, blocks, examine, media_type
from earmark.audio.peaks import PeakFacts, PeakLevel, read_points, write_peaks

__all__ = [
    "SUFFIXES",
    "PeakFacts",
    "PeakLevel",
    "Sound",
    "blocks",
    "examine",
    "media_type",
    "read_points",
    "write_peaks",
]
