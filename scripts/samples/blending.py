"""Many registered films woven into one: coarse bands averaged, fine bands taken in patches.

A plain mean of registered films is smooth: what differs from one person to the next (vessels, the
texture of an infiltrate) cancels. So the films are split into Laplacian bands. Coarse bands are
averaged. In fine bands each place takes its detail mostly from the film that agrees best with
the consensus there, with a random preference on top, and no film may carry more than a set share.

References:
    Burt and Adelson 1983, doi:10.1145/245.247 (multiresolution splines).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scripts.samples.fields import Plane, blur, consensus, local_correlation, match_tone, resized

BANDS: Final = 6
# Bands below this one come in patches; the next is half and half; the rest is averaged.
PATCHED_BANDS: Final = 4
# No film may carry more than this share of the energy of any band …
MAX_SHARE: Final = 0.2
# … and each must carry this much of the fine ones, or it would be in the count only.
MIN_SHARE: Final = 0.03
_SHARPNESS: Final = 8.0
_PREFERENCE: Final = 0.35
_STRAIGHTNESS: Final = 1.0
_PATCH_SIGMA: Final = 36.0
_BALANCING_ROUNDS: Final = 80
_REDUCTION: Final = 4


@dataclass(frozen=True, eq=False)
class Blend:
    """A composite and how much of each film is in it.

    Attributes:
        pixels: float32 (H, W), about [0, 1], bright = dense.
        shares: float64 (bands, N): share of film n in the energy of a band,
            Σ_x (w_n B_n)² / Σ_n Σ_x (w_n B_n)², w the weights and B the films' own band; each row
            sums to 1. The last row is the residual, with its mean taken out.
    """

    pixels: Plane
    shares: NDArray[np.float64]

    @property
    def max_share(self) -> float:
        """The largest share that any film has in any band."""
        return float(self.shares.max())


def split_bands(picture: Plane, count: int = BANDS) -> NDArray[np.float32]:
    """Splits a picture into band-pass pictures that add up to it.

    Args:
        picture: float32 (H, W).
        count: Number of bands; band k holds structure of about 2^k pixels.

    Returns:
        float32 (count + 1, H, W), fine to coarse; the last is the low-pass residual.
    """
    bands = []
    rest = picture
    for level in range(count):
        smooth = blur(rest, float(2**level))
        bands.append(rest - smooth)
        rest = smooth
    return np.stack([*bands, rest])


def blend(
    films: NDArray[np.float32], distortion: NDArray[np.float32], rng: np.random.Generator
) -> Blend:
    """Weaves registered films into one picture.

    Args:
        films: float32 (N, H, W), registered, about [0, 1]; N at least 8.
        distortion: float32 (N, H, W): how much each film was bent there; bent detail is avoided.
        rng: Where the patches fall.

    Returns:
        The composite and the shares, each at most MAX_SHARE in the patched bands.

    Raises:
        ValueError: Fewer than 8 films.
    """
    if len(films) < 8:
        raise ValueError(f"a composite needs at least 8 films, received {len(films)}")
    films = match_tone(films)
    bands = np.stack([split_bands(film) for film in films], axis=1)
    strange = _strangeness(films)
    unwanted = 0.6 * strange + _STRAIGHTNESS * distortion
    patched = _patch_weights(films, bands[:PATCHED_BANDS], unwanted, rng)
    even = np.exp(-1.5 * strange)
    even /= even.sum(axis=0)

    picture = np.zeros(films.shape[1:], dtype=np.float32)
    shares = []
    for level, band in enumerate(bands):
        averaged = np.clip((level - PATCHED_BANDS + 1) / 2, 0.0, 1.0)
        weights = (1 - averaged) * _soft(patched, 1.0 + 2.0**level)
        weights = weights + averaged * _soft(even, 2.0 + 2.0**level)
        woven = (weights * band).sum(axis=0)
        if level < BANDS:
            woven = woven * _contrast_gain(band, woven, even)
        picture += woven.astype(np.float32)
        shares.append(_energy_shares(weights, band if level < BANDS else band - band.mean()))
    return Blend(pixels=picture, shares=np.stack(shares))


def _strangeness(films: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fine detail that no other film has there: letters, arrows, leads. 0 = none, up to 3."""
    fine = np.stack([film - blur(film, 8.0) for film in films])
    median = np.median(fine, axis=0)
    distance = np.abs(fine - median)
    spread = blur(np.median(distance, axis=0).astype(np.float32), 4.0) + np.float32(0.012)
    excess = np.clip(distance / spread - 3.0, 0.0, 3.0).astype(np.float32)
    return np.stack([blur(e, 3.0) for e in excess])


def _patch_weights(
    films: NDArray[np.float32],
    bands: NDArray[np.float32],
    unwanted: NDArray[np.float32],
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """Weights (N, H, W) that favour one film at each place and keep the shares within bounds."""
    count, height, width = films.shape
    target = consensus(films)
    fine_target = target - blur(target, 20.0)
    preference = []
    for film in films:
        agreement = local_correlation(fine_target, film - blur(film, 20.0), 14.0)
        chance = blur(rng.standard_normal((height, width)).astype(np.float32), _PATCH_SIGMA)
        preference.append(agreement + _PREFERENCE * chance / chance.std())
    score = np.stack(preference) - unwanted
    # Each band counts alike, however little energy it has: the cap holds in every one of them.
    # The score is smooth, so the balance is struck on a reduced picture.
    small = (height // _REDUCTION, width // _REDUCTION)
    coarse_score = np.stack([resized(s, small) for s in score])
    energy = np.stack([[resized(b * b, small) for b in band] for band in bands])
    energy /= energy.mean(axis=(1, 2, 3), keepdims=True)
    offsets = np.zeros((count, 1, 1), dtype=np.float32)
    for _ in range(_BALANCING_ROUNDS):
        weights = _softmax(_SHARPNESS * (coarse_score + offsets))
        carried = np.einsum("nhw,bnhw->bn", weights**2, energy)
        shares = carried / carried.sum(axis=1, keepdims=True)
        over = np.maximum(shares.max(axis=0) - 0.85 * MAX_SHARE, 0.0)
        under = np.maximum(MIN_SHARE - shares.mean(axis=0), 0.0)
        if over.max() < 1e-3 and under.max() < 1e-3:
            break
        offsets += 2.0 * (under - over)[:, None, None].astype(np.float32)
    return _softmax(_SHARPNESS * (score + offsets))


def _softmax(score: NDArray[np.float32]) -> NDArray[np.float32]:
    weights = np.exp(score - score.max(axis=0))
    normal: NDArray[np.float32] = weights / weights.sum(axis=0)
    return normal


def _soft(weights: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Widens the seams to the size of a band's structure, or they would show."""
    wide = np.maximum(np.stack([blur(w, sigma) for w in weights]), 0.0)
    normal: NDArray[np.float32] = wide / wide.sum(axis=0)
    return normal


def _contrast_gain(
    band: NDArray[np.float32], woven: Plane, even: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What brings the local contrast of a woven band back to that of the films, in [1, 1.5]."""
    typical = sum(blur(w * b * b, 20.0) for w, b in zip(even, band, strict=True))
    found = blur(woven * woven, 20.0)
    ratio = (np.maximum(typical, 0.0) + 1e-6) / (np.maximum(found, 0.0) + 1e-6)
    gain: NDArray[np.float32] = np.clip(np.sqrt(ratio), 1.0, 1.5).astype(np.float32)
    return gain


def _energy_shares(weights: NDArray[np.float32], band: NDArray[np.float32]) -> NDArray[np.float64]:
    carried = ((weights * band) ** 2).sum(axis=(1, 2)).astype(np.float64)
    shares: NDArray[np.float64] = carried / carried.sum()
    return shares
