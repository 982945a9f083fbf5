"""A linear classifier of frames, trained on codes and judged on articles it has not seen.

Regularised least squares over word and character TF-IDF and the codebook's own scores (Rifkin, Yeo & Poggio 2003,
"Regularized Least-Squares Classification"): a linear model like a support vector machine and on short texts as exact,
whose fits from a matrix of likenesses are cheap enough to tune everything inside nested folds.
"""
