"""Sound as numbers: what a file holds, its samples in blocks, and the peaks a waveform is drawn from."""

from earmark.audio.containers import MEDIA_TYPES
from earmark.audio.decode import SUFFIXES, Sound, blocks, examine, media_type
from earmark.audio.peaks import PeakFacts, PeakLevel, read_points, write_peaks
from earmark.audio.source import Recording, Source, reading, size_of

__all__ = [
    "MEDIA_TYPES",
    "SUFFIXES",
    "PeakFacts",
    "PeakLevel",
    "Recording",
    "Sound",
    "Source",
    "blocks",
    "examine",
    "media_type",
    "read_points",
    "reading",
    "size_of",
    "write_peaks",
]
