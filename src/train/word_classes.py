"""Classes of words by their vectors, for the scripts that take them from other packages."""
import numpy as np

GROUPS, PARTS = 64, 16


def means_of(vectors, count, rounds=12):
    """The means of like vectors (Lloyd 1982)."""
    if len(vectors) <= count:
        return vectors
    means = vectors[np.random.default_rng(1).choice(len(vectors), count, replace=False)]
    for _ in range(rounds):
        of = nearest(vectors, means)
        sums = np.zeros_like(means)
        np.add.at(sums, of, vectors)
        sizes = np.bincount(of, minlength=count)
        means = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], means)
    return means


def nearest(vectors, means):
    squares = (means * means).sum(1)
    return np.concatenate([(squares - 2 * part @ means.T).argmin(1) for part in np.array_split(vectors, 64)])


def classes(vectors, common):
    """A class for each vector: one of 64 groups in the lowest six bits, one of its 16 parts in the next four, plus
    1024. The means are those of the vectors `common` names."""
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    groups = means_of(vectors[common], GROUPS)
    group, in_group = nearest(vectors, groups), nearest(vectors[common], groups)
    number = group.copy()
    for g in range(GROUPS):
        of_group = np.flatnonzero(group == g)
        number[of_group] += GROUPS * nearest(vectors[of_group], means_of(vectors[common[in_group == g]], PARTS))
    return number + GROUPS * PARTS
