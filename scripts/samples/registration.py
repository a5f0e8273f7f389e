"""Films of different people brought onto one common shape, which is the shape of none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.samples.fields import (
    Flow,
    Plane,
    blur,
    compose,
    consensus,
    enlarge,
    grid,
    invert,
    local_correlation,
    local_normal,
    resized,
    warp,
)

# Sides, in pixels, at which a film is aligned: whole thorax, screening of candidates, final shape.
AFFINE_SIDE: Final = 56
SCREENING_SIDE: Final = 224
FINAL_SIDE: Final = 448
# Rounds in which each film is registered onto the consensus of all.
GROUPWISE_ROUNDS: Final = 2
# Radius over which a flow is smoothed, as a share of the side: ribs may shift, vessels not shear.
_STIFFNESS: Final = 0.018
# Radius of the neighbourhood whose brightness and contrast are taken out, as a share of the side.
_NEIGHBOURHOOD: Final = 0.054
# Share of the picture, on each side, that does not count when an alignment is judged.
_MARGIN: Final = 0.1


@dataclass(frozen=True, eq=False)
class Registered:
    """Films on one shape.

    Attributes:
        films: float32 (N, FINAL_SIDE, FINAL_SIDE), bright = dense, about [0, 1].
        distortion: float32, the same shape: how much each film was bent there, as the norm of the
            flow's gradient (0 = only shifted, 1 = folded or torn).
        chosen: Which of the candidates they are, best agreement first.
        agreement: Mean local correlation with the consensus, in [−1, 1].
    """

    films: NDArray[np.float32]
    distortion: NDArray[np.float32]
    chosen: tuple[int, ...]
    agreement: float


def affine_flow(target: Plane, moving: Plane) -> Flow:
    """Finds the affine map of the whole thorax (enhanced correlation coefficient).

    Args:
        target: float32 (H, W) in [0, 1].
        moving: float32 (H, W) in [0, 1].

    Returns:
        float32 (H, W, 2): `warp(moving, flow)` lies on `target`. All zeros where no map is found.

    References:
        Evangelidis and Psarakis 2008, doi:10.1109/TPAMI.2008.113.
    """
    small = [local_normal(resized(p, (AFFINE_SIDE, AFFINE_SIDE)), 4.0) for p in (target, moving)]
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 40, 1e-4)
    try:
        _, matrix = cv2.findTransformECC(
            small[0],
            small[1],
            np.eye(2, 3, dtype=np.float32),
            cv2.MOTION_AFFINE,
            criteria,
            np.full_like(small[0], 255, dtype=np.uint8),
            5,
        )
    except cv2.error:  # does not converge: films too unlike; the caller ranks such a film last
        matrix = np.eye(2, 3, dtype=np.float32)
    height, width = target.shape
    scale = height / AFFINE_SIDE
    linear = matrix[:, :2]
    # Pixel centres lie at half-integers of the picture's side, so scaling moves the origin.
    shift = matrix[:, 2] * scale + (scale - 1) / 2 * (1 - linear.sum(axis=1))
    where = grid((height, width))
    flow: Flow = (where @ linear.T + shift - where).astype(np.float32)
    return flow


def elastic_flow(target: Plane, moving: Plane) -> Flow:
    """Finds the remaining, smooth displacement (dense inverse search).

    Args:
        target: float32 (H, W) in [0, 1].
        moving: float32 (H, W) in [0, 1], already roughly aligned.

    Returns:
        float32 (H, W, 2), pixels: `warp(moving, flow)` lies on `target`.

    References:
        Kroeger et al. 2016, doi:10.1007/978-3-319-46493-0_29.
    """
    side = target.shape[0]
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setFinestScale(1)
    search.setVariationalRefinementAlpha(40.0)
    pair = [
        np.clip(128 + 42 * local_normal(p, _NEIGHBOURHOOD * side), 0, 255).astype(np.uint8)
        for p in (target, moving)
    ]
    flow = search.calc(pair[0], pair[1], np.zeros((*target.shape, 2), dtype=np.float32))
    return blur(flow.astype(np.float32, copy=False), _STIFFNESS * side)


def register(candidates: Sequence[Plane], anchor: Plane, count: int) -> Registered:
    """Picks the films that fit an anchor best and brings them onto their mean shape.

    The anchor only starts the search. The shape that comes out is the mean of the displacements of
    all chosen films, each then registered again onto the consensus of all.

    Args:
        candidates: float32 (SCREENING_SIDE, SCREENING_SIDE) in [0, 1] each; at least `count`.
        anchor: float32, the same shape.
        count: How many films to keep.

    Returns:
        The registered films.

    Raises:
        ValueError: Fewer candidates than `count`.
    """
    if len(candidates) < count:
        raise ValueError(f"register needs at least {count} candidates, received {len(candidates)}")
    flows: list[Flow] = []
    fits: list[float] = []
    for film in candidates:
        coarse = affine_flow(anchor, film)
        flow = compose(elastic_flow(anchor, warp(film, coarse)), coarse)
        flows.append(flow)
        fits.append(_inner_mean(local_correlation(anchor, warp(film, flow), 0.027 * len(anchor))))
    chosen = tuple(int(k) for k in np.argsort(-np.array(fits), kind="stable")[:count])

    shape = (FINAL_SIDE, FINAL_SIDE)
    films = [resized(candidates[k], shape, cv2.INTER_CUBIC) for k in chosen]
    kept = [enlarge(flows[k], shape) for k in chosen]
    for _ in range(GROUPWISE_ROUNDS):
        to_mean_shape = invert(blur(np.mean(kept, axis=0), 0.0134 * FINAL_SIDE))
        kept = [compose(to_mean_shape, flow) for flow in kept]
        warped = [warp(film, flow) for film, flow in zip(films, kept, strict=True)]
        target = consensus(np.stack(warped))
        kept = [
            compose(elastic_flow(target, picture), flow)
            for picture, flow in zip(warped, kept, strict=True)
        ]
    # Outside, films are mirrored: a repeated border value would draw streaks.
    stack = np.stack(
        [
            warp(film, flow, cv2.INTER_LANCZOS4, cv2.BORDER_REFLECT_101)
            for film, flow in zip(films, kept, strict=True)
        ]
    )
    target = consensus(stack)
    agreement = float(
        np.mean([_inner_mean(local_correlation(target, f, 0.027 * FINAL_SIDE)) for f in stack])
    )
    distortion = np.stack([_distortion(flow) for flow in kept])
    return Registered(films=stack, distortion=distortion, chosen=chosen, agreement=agreement)


def _distortion(flow: Flow) -> Plane:
    slopes = [np.gradient(flow[..., axis]) for axis in (0, 1)]
    squares = np.sum([slope**2 for pair in slopes for slope in pair], axis=0)
    bend: Plane = np.sqrt(squares).astype(np.float32)
    return bend


def _inner_mean(values: Plane) -> float:
    margin = int(_MARGIN * values.shape[0])
    return float(values[margin:-margin, margin:-margin].mean())
