"""How far mistakes on one item hang together, in one pass over the answers."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

__all__ = ["pair_products"]

Array: TypeAlias = Any  # compiled code knows its arrays' types by itself


def pair_products(
    starts: Array,
    annotator: Array,
    label: Array,
    truth: Array,
    expected: Array,
    deviation: Array,
    products: Array,
    scale: Array,
) -> None:
    """Write for each item Σ x_a x_b and Σ s_a s_b over its ordered pairs of answers; 0 where it has no truth.

    x is 1 less what is `expected` (annotators, labels) where the answer is the item's `truth`, else minus that;
    s the `deviation` (annotators, labels). Σ_{a≠b} x_a x_b = (Σ x)² − Σ x².
    """
    for i in range(np.uint64(starts.shape[0] - 1)):
        if truth[i] < 0:
            continue
        chosen = np.uint64(truth[i])
        sum_x, square_x, sum_s, square_s = 0.0, 0.0, 0.0, 0.0
        for j in range(np.uint64(starts[i]), np.uint64(starts[i + np.uint64(1)])):
            by = np.uint64(annotator[j])
            x = -expected[by, chosen]
            if np.uint64(label[j]) == chosen:
                x += 1.0
            s = deviation[by, chosen]
            sum_x += x
            square_x += x * x
            sum_s += s
            square_s += s * s
        products[i] = sum_x * sum_x - square_x
        scale[i] = sum_s * sum_s - square_s
