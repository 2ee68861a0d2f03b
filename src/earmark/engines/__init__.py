"""Where large tables are counted: split by item, counted part by part, merged along a fixed tree."""

from earmark.engines.choosing import ENGINES, bytes_of, engine_named
from earmark.engines.local import Local
from earmark.engines.on_ray import OnRay
from earmark.engines.protocol import Engine, Kernel, Outcome, Part, merged
from earmark.engines.shards import Reading, Shard, Told, shards_of

__all__ = [
    "ENGINES",
    "Engine",
    "Kernel",
    "Local",
    "OnRay",
    "Outcome",
    "Part",
    "Reading",
    "Shard",
    "Told",
    "bytes_of",
    "engine_named",
    "merged",
    "shards_of",
]
