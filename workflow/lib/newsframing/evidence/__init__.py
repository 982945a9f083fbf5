"""Evidence: how far coders agree, prevalence corrected by their codes, and verdicts that may say no."""
